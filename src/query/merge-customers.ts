import { INTERVAL_SECONDS, intervalOf } from '../rollups/accumulator.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { spanOfBucket } from './customers-sql.ts';
import type { Groups } from './groups.ts';
import { type MemberDay, membersIn } from './member-days.ts';
import type { RowsNeed } from './partial-days.ts';
import type { RollupPlan } from './plan.ts';
import type { MetricsQuery } from './query.ts';
import type { Snapshot } from './snapshot.ts';

/**
 * Adds the distinct customers of a whole day: calls whose customer has no previous call in the period, or bucket.
 * Rollups contain the day of the previous call, in `zone`.
 */
export function addCustomersOfDay(
  groups: Groups,
  query: MetricsQuery,
  zone: string,
  need: RowsNeed,
  { member, day, accumulator }: MemberDay,
): void {
  const at = startOfDay(zone, day);
  const firstDay = localDay(zone, spanOfBucket(query, at).start);
  const sums = groups.sumsAt(membersIn(need, member), at);
  if (!sums) return;
  for (const [previousDay, calls] of accumulator.customers)
    if (previousDay < firstDay) sums.customers += calls;
}

/** The same for intervals. A previous call in the interval in which the period starts is left to SQL. */
export function addCustomers(
  groups: Groups,
  query: MetricsQuery,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  isInside: (interval: number) => boolean,
): void {
  for (const [interval, previous] of accumulator.customerIntervals) {
    if (!isInside(interval)) continue;
    const at = interval * INTERVAL_SECONDS;
    const first = intervalOf(spanOfBucket(query, at).start);
    const sums = groups.sumsAt(membersIn(need, member), at);
    if (!sums) continue;
    for (const [previousInterval, calls] of previous) if (previousInterval < first) sums.customers += calls;
  }
}

/** Adds the distinct customers that SQL has counted; see `customerStatements`. */
export function addCountedCustomers(
  groups: Groups,
  query: MetricsQuery,
  { dayRows: [need] }: RollupPlan,
  snapshot: Snapshot,
): void {
  for (const { at, customers } of snapshot.customersOf(query)) {
    const sums = need && customers > 0 ? groups.sumsAt(membersIn(need, need.members[0]!), at) : undefined;
    if (sums) sums.customers += customers;
  }
}
