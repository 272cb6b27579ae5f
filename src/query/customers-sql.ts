import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { Span } from '../facts/events-between.ts';
import { nextCallSql, previousCallSql } from '../facts/images.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { bucketAt } from '../time/buckets.ts';
import { wholeIntervals } from './partial-days.ts';
import { EVERY } from './places.ts';
import type { RollupPlan } from './plan.ts';
import { type MetricsQuery, timeOf } from './query.ts';

const statement = statementsIn('query');

const callsSql = (department: string | undefined): string => `
  SELECT count(*) AS calls
  FROM interactions c INDEXED BY interactions_by_start
  WHERE c.tenant = ?1 AND c.removed = 0 AND c.started_at >= ?2 AND c.started_at < ?3
    AND c.is_call = 1 AND c.customer_id IS NOT NULL ${department ? `AND c.department_id = ${department}` : ''}`;

/** Calls in a span whose customer has no previous call, or made it before ?4. */
const enteredSql = (department: string | undefined): string => `${callsSql(department)}
    AND coalesce(${previousCallSql('c', department !== undefined)}, ?4 - 1) < ?4`;

/** Calls in a span whose customer's next call is in [?4, ?5). */
const returnedSql = (department: string | undefined): string => `${callsSql(department)}
    AND ${nextCallSql('started_at', { customer: 'c.customer_id', startedAt: 'c.started_at', id: 'c.id', department })}
      BETWEEN ?4 AND ?5 - 1`;

const ENTERED = statement<{ calls: number }>(enteredSql(undefined));
const ENTERED_IN_DEPARTMENT = statement<{ calls: number }>(enteredSql('?5'));
const RETURNED = statement<{ calls: number }>(returnedSql(undefined));
const RETURNED_IN_DEPARTMENT = statement<{ calls: number }>(returnedSql('?6'));

/** Customers that SQL counts, in the group of an instant (seconds UTC). */
export interface CustomersStatement {
  at: number;
  statement: BoundStatement<{ calls: number }>;
}

/**
 * Counts the distinct customers that intervals of rollups miss: those whose first call of the period, or bucket, is in a
 * span that is read from facts, and those who called in the interval in which the period starts, but before it, and
 * next in its whole intervals.
 */
export function customerStatements(query: MetricsQuery, plan: RollupPlan): CustomersStatement[] {
  if (!plan.place.wanted.customers) return [];
  const { dimension, members } = plan.place.leads[0]!;
  const department = dimension === 'department' && members !== EVERY ? members[0] : undefined;
  const { period } = query;
  const entered = plan.factSpans.map(
    ({ start, end }): CustomersStatement => ({
      at: start,
      statement: enteredIn({ start, end }, spanOfBucket(query, start).start, department),
    }),
  );
  const whole = wholeIntervals(period);
  const before = { start: whole.start - INTERVAL_SECONDS, end: period.start };
  const first = { start: whole.start, end: Math.min(whole.end, spanOfBucket(query, period.start).end) };
  if (before.end === whole.start || first.start >= first.end) return entered;
  return [...entered, { at: period.start, statement: returnedIn(before, first, department) }];
}

function enteredIn({ start, end }: Span, since: number, department: string | undefined) {
  return department === undefined
    ? ENTERED.with(start, end, since)
    : ENTERED_IN_DEPARTMENT.with(start, end, since, department);
}

function returnedIn(from: Span, to: Span, department: string | undefined) {
  return department === undefined
    ? RETURNED.with(from.start, from.end, to.start, to.end)
    : RETURNED_IN_DEPARTMENT.with(from.start, from.end, to.start, to.end, department);
}

/** The bucket of an instant (seconds UTC) within the period; the whole period if the query has none. */
export function spanOfBucket({ by, period }: MetricsQuery, at: number): Span {
  const time = timeOf(by);
  return time.kind === 'buckets' ? bucketAt(time.buckets, at) : period;
}
