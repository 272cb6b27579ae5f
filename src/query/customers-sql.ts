import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { Span } from '../facts/events-between.ts';
import { nextCallSql, previousCallSql } from '../facts/images.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { DISTINCT_CUSTOMERS } from './measures/measure.ts';
import type { RollupPlan } from './plan.ts';
import type { MetricsQuery } from './query.ts';

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

/**
 * Counts the distinct customers that rollups of whole days miss: those whose first call of the period is in a partial
 * span, and those who called on the first, partial day before the period starts and again in its whole days.
 */
export function customerStatements(
  { inputs, period }: MetricsQuery,
  plan: RollupPlan,
  factSpans: readonly Span[],
  zone: string,
): BoundStatement<{ calls: number }>[] {
  if (!inputs.includes(DISTINCT_CUSTOMERS)) return [];
  const { dimension, members } = plan.place.leads[0]!;
  const department = dimension === 'department' ? members[0] : undefined;
  const entered = factSpans.map(({ start, end }) =>
    department === undefined
      ? ENTERED.with(start, end, period.start)
      : ENTERED_IN_DEPARTMENT.with(start, end, period.start, department),
  );
  const dayStart = startOfDay(zone, localDay(zone, period.start));
  if (dayStart === period.start || plan.whole.first > plan.whole.last) return entered;
  const returned = [
    dayStart,
    period.start,
    startOfDay(zone, plan.whole.first),
    startOfDay(zone, plan.whole.last + 1),
  ];
  return [
    ...entered,
    department === undefined
      ? RETURNED.with(...returned)
      : RETURNED_IN_DEPARTMENT.with(...returned, department),
  ];
}
