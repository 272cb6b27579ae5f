import { INTERVAL_SECONDS, NEVER } from '../rollups/accumulator.ts';
import { addCount } from '../rollups/sums.ts';
import type { Groups } from './groups.ts';
import { quartersAfter, withinOf } from './measures/neighbour-inputs.ts';
import { type MemberDay, membersIn } from './member-days.ts';
import type { RowsNeed } from './partial-days.ts';

type IsInside = (interval: number) => boolean;

/**
 * Adds the calls of a row, of the intervals that are asked, by how long before them their customers had called. `at` is
 * the instant of the group of an interval, seconds UTC.
 */
export function addReturns(
  groups: Groups,
  need: RowsNeed,
  row: MemberDay,
  { isInside, at }: { isInside: IsInside; at: (interval: number) => number },
): void {
  const membersOf = membersIn(need, row);
  for (const [interval, previous] of row.accumulator.customerIntervals) {
    const sums = isInside(interval) ? groups.sumsAt(membersOf, at(interval)) : undefined;
    if (!sums) continue;
    for (const input of groups.neighbours) {
      const within = withinOf(input);
      // Calls without a department are all calls minus those with one, and none of them is compared with another.
      if (within?.kind === 'followed' || (within && need.isOfNone)) continue;
      for (const [previousInterval, calls] of previous) {
        if (!within || interval - previousInterval <= within.quarters)
          addCount(sums.neighbours, input, need.sign * calls);
      }
    }
  }
}

/**
 * Adds the calls that the calls of a row followed, if they are in the intervals that are asked: a call has a further one
 * within some time if it is the previous call of one within that time.
 */
export function addFollowed(groups: Groups, need: RowsNeed, row: MemberDay, isInside: IsInside): void {
  const most = quartersAfter(groups.neighbours);
  if (most === 0 || need.isOfNone) return;
  const membersOf = membersIn(need, row);
  for (const [interval, previous] of row.accumulator.customerIntervals) {
    for (const [previousInterval, calls] of previous) {
      const distance = interval - previousInterval;
      if (previousInterval === NEVER || distance > most || !isInside(previousInterval)) continue;
      const sums = groups.sumsAt(membersOf, previousInterval * INTERVAL_SECONDS);
      for (const input of sums ? groups.neighbours : []) {
        const within = withinOf(input);
        if (within?.kind === 'followed' && distance <= within.quarters)
          addCount(sums!.neighbours, input, need.sign * calls);
      }
    }
  }
}
