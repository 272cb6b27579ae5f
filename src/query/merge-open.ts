import type { Lifetime } from '../facts/open-interactions.ts';
import { addCount } from '../rollups/sums.ts';
import type { Groups } from './groups.ts';
import { nextAgeIn, openOfAge } from './measures/open-inputs.ts';
import { type MetricsQuery, timeOf } from './query.ts';

/** A group of time by an instant in it, and when its backlog is counted: at its end, or now; seconds UTC. */
interface Moment {
  within: number;
  at: number;
  isNow: boolean;
}

function momentsOf({ by, period, now }: MetricsQuery): Moment[] {
  if (now === undefined) throw new Error('A backlog is counted as of a time: the question must have one.');
  const time = timeOf(by);
  const buckets = time.kind === 'buckets' ? time.buckets : [period];
  return buckets
    .filter(({ start, end }) => start < end)
    .map(({ end }) => ({ within: end - 1, at: Math.min(end, now + 1), isNow: end > now }));
}

/** The instants at which a query counts what is open, seconds UTC, ascending. */
export function openInstants(query: MetricsQuery): number[] {
  return [...new Set(momentsOf(query).map(({ at }) => at))].sort((a, b) => a - b);
}

/** Adds the interactions that were open at the end of each group of time. */
export function addOpen(groups: Groups, query: MetricsQuery, lifetimes: readonly Lifetime[]): void {
  for (const { within, at, isNow } of momentsOf(query)) {
    for (const { interaction, closedAt } of lifetimes) {
      const { started_at: startedAt } = interaction;
      // Counted as of now, it changes when the interaction starts, closes or is of the next age.
      if (isNow) {
        const age = at - startedAt;
        const changes = startedAt >= at ? startedAt : Math.min(closedAt, at - 1 + nextAgeIn(age));
        if (closedAt >= at) groups.validUntil = Math.min(groups.validUntil, changes);
      }
      if (startedAt >= at || closedAt < at) continue;
      for (const sums of groups.ownSumsOf({ source: 'closing', at, interaction }, within)) {
        addCount(sums.open, 'open_of_any', 1);
        addCount(sums.open, openOfAge(at - startedAt), 1);
      }
    }
  }
}
