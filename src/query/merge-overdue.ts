import type { Accumulator } from '../rollups/accumulator.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { type Deadline, deadlineOf } from '../rollups/deadlines.ts';
import { type DimensionName, OTHERS } from '../rollups/dimensions.ts';
import { conditionsOf, passes } from './conditions.ts';
import type { Groups, MembersOf } from './groups.ts';
import { NotInRollups } from './member-days.ts';
import type { Member, MetricsQuery } from './query.ts';

/**
 * Adds the undecided SLA targets of a row, of the intervals that are asked. Those that have passed by the time of the
 * query are breaches. Throws NotInRollups if teams are counted together that the filter tells apart.
 */
export function addOverdue(
  groups: Groups,
  query: MetricsQuery,
  accumulator: Accumulator,
  isInside: (interval: number) => boolean,
): void {
  if (query.now === undefined)
    throw new Error('Passed deadlines are counted as of a time: the question must have one.');
  const conditions = conditionsOf(query.filter);
  for (const [key, conversations] of accumulator.deadlines.counts) {
    const deadline = deadlineOf(key);
    if (!isInside(deadline.interval)) continue;
    const membersOf: MembersOf = (dimension) => memberOfDeadline(deadline, dimension);
    if (deadline.team === OTHERS && conditions.some(({ dimension }) => dimension === 'team'))
      throw new NotInRollups();
    if (!conditions.every((each) => passes(each, membersOf(each.dimension)))) continue;
    const sums = groups.sumsAt(membersOf, deadline.interval * INTERVAL_SECONDS);
    if (sums) groups.addDeadlines(sums, deadline.target, deadline.at, conversations);
  }
}

function memberOfDeadline(deadline: Deadline, dimension: DimensionName): Member {
  if (dimension === 'priority') return deadline.priority ?? null;
  if (dimension === 'team') return deadline.team ?? null;
  throw new Error(`Deadlines know no ${dimension}.`);
}
