import type { AgentsNow } from '../facts/agents-now.ts';
import type { Interaction } from '../records/types.ts';
import { addCount } from '../rollups/sums.ts';
import type { Groups } from './groups.ts';
import { type CountedState, isAgentsNowInput, isOpenNowInput } from './measures/now-inputs.ts';
import type { MetricsQuery } from './query.ts';

/** What a query needs to know of this moment. */
export interface NowNeed {
  /** Seconds UTC. */
  at: number;
  open: boolean;
  agents: boolean;
}

/** What a query needs of this moment; undefined if nothing. Throws if it has no time. */
export function nowNeed({ inputs, now }: MetricsQuery): NowNeed | undefined {
  const need = { open: inputs.some(isOpenNowInput), agents: inputs.some(isAgentsNowInput) };
  if (!need.open && !need.agents) return undefined;
  if (now === undefined) throw new Error('What is now needs a time: the question must have one.');
  return { at: now, ...need };
}

/** Adds the interactions that are open at `at`, by whether their customer waits. */
export function addOpenNow(groups: Groups, { at, inputs }: NowMoment, open: readonly Interaction[]): void {
  const tellsTime = inputs.includes('now_longest_wait_seconds');
  for (const interaction of open) {
    const { started_at: startedAt, queued_at: queuedAt = startedAt } = interaction;
    if (startedAt > at) {
      groups.validUntil = Math.min(groups.validUntil, startedAt);
      continue;
    }
    const waits = isWaiting(interaction);
    for (const { now } of groups.ownSumsOf({ source: 'closing', at, interaction }, at)) {
      addCount(now, waits ? 'now_waiting' : 'now_in_progress', 1);
      if (!waits) continue;
      now.set('now_is_waiting', 1);
      const waited = Math.max(0, at - queuedAt, now.get('now_longest_wait_seconds') ?? 0);
      now.set('now_longest_wait_seconds', waited);
      if (tellsTime) groups.validUntil = Math.min(groups.validUntil, at + 1);
    }
  }
}

interface NowMoment {
  at: number;
  inputs: readonly string[];
}

/** Whether the customer of an open interaction waits for an answer. */
function isWaiting({ direction, answered_at, first_response_at }: Interaction): boolean {
  return direction === 'inbound' && answered_at === undefined && first_response_at === undefined;
}

/** Adds the agents by the state that they are in. */
export function addAgentsNow(groups: Groups, at: number, { states, validUntil }: AgentsNow): void {
  groups.validUntil = Math.min(groups.validUntil, validUntil);
  for (const event of states) {
    if (!('state' in event.spent)) continue;
    const { state } = event.spent;
    for (const { now } of groups.ownSumsOf(event, at))
      addCount(now, `now_agents_${state as CountedState}`, 1);
  }
}
