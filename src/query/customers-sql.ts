import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import type { Span } from '../facts/events-between.ts';
import { DIRECTION_SQL, nextCallSql, previousCallSql } from '../facts/images.ts';
import { DIRECTIONS } from '../records/interaction-fields.ts';
import { fieldOf } from '../records/stored-body.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import type { Direction } from '../rollups/dimensions.ts';
import { bucketAt } from '../time/buckets.ts';
import { wholeIntervals } from './partial-days.ts';
import { EVERY } from './places.ts';
import type { RollupPlan } from './plan.ts';
import { type MetricsQuery, timeOf } from './query.ts';

const statement = statementsIn('query');

/** Which calls are counted: within the department of a parameter, and in one direction. */
interface Within {
  department: string | undefined;
  side: Direction | undefined;
}

const callsSql = ({ department, side }: Within): string => `
  SELECT count(*) AS calls
  FROM interactions c INDEXED BY interactions_by_start
  WHERE c.tenant = ?1 AND c.removed = 0 AND c.started_at >= ?2 AND c.started_at < ?3
    AND c.is_call = 1 AND c.customer_id IS NOT NULL ${department ? `AND c.department_id = ${department}` : ''}
    ${side ? `AND ${fieldOf('c', 'direction')} = '${side}'` : ''}`;

/** Calls in a span whose customer has no previous call, or made it before ?4. */
const enteredSql = (within: Within): string => `${callsSql(within)}
    AND coalesce(${previousCallSql('c', within.department !== undefined, within.side ? 'same' : 'any')}, ?4 - 1) < ?4`;

/** Calls in a span whose customer's next call is in [?4, ?5). */
const returnedSql = (within: Within): string => `${callsSql(within)}
    AND (${nextSql(within)}) BETWEEN ?4 AND ?5 - 1`;

/** The start of a customer's next call, in either direction if none is given; ?5 or NULL if there is none. */
function nextSql({ department, side }: Within): string {
  const nextIn = (direction: Direction): string =>
    nextCallSql('started_at', {
      customer: 'c.customer_id',
      startedAt: 'c.started_at',
      id: 'c.id',
      direction: DIRECTION_SQL[direction],
      department,
    });
  if (side) return nextIn(side);
  return `min(${DIRECTIONS.map((each) => `coalesce(${nextIn(each)}, ?5)`).join()})`;
}

type Counting = Statement<{ calls: number }>;
type CountingIn = Record<'department' | 'tenant', Counting>;
const ENTERED = bySide((side) => ({
  tenant: statement(enteredSql({ department: undefined, side })),
  department: statement(enteredSql({ department: '?5', side })),
}));
const RETURNED = bySide((side) => ({
  tenant: statement(returnedSql({ department: undefined, side })),
  department: statement(returnedSql({ department: '?6', side })),
}));

function bySide(make: (side: Direction | undefined) => CountingIn): Record<Direction | 'any', CountingIn> {
  return { inbound: make('inbound'), outbound: make('outbound'), any: make(undefined) };
}

/** Customers that SQL counts, in the group of an instant (seconds UTC) and of a direction if these are told apart. */
export interface CustomersStatement {
  at: number;
  side?: Direction;
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
  const sides = plan.place.sides ?? [undefined];
  return sides.flatMap((side) =>
    statementsOf(query, plan, { side, department }).map((each) => ({ ...each, ...(side && { side }) })),
  );
}

function statementsOf(query: MetricsQuery, plan: RollupPlan, within: Within): CustomersStatement[] {
  const { period } = query;
  const entered = plan.factSpans.map(
    ({ start, end }): CustomersStatement => ({
      at: start,
      statement: enteredIn({ start, end }, spanOfBucket(query, start).start, within),
    }),
  );
  const whole = wholeIntervals(period);
  const before = { start: whole.start - INTERVAL_SECONDS, end: period.start };
  const first = { start: whole.start, end: Math.min(whole.end, spanOfBucket(query, period.start).end) };
  if (before.end === whole.start || first.start >= first.end) return entered;
  return [...entered, { at: period.start, statement: returnedIn(before, first, within) }];
}

function enteredIn({ start, end }: Span, since: number, { department, side }: Within) {
  const { tenant, department: inDepartment } = ENTERED[side ?? 'any'];
  return department === undefined
    ? tenant.with(start, end, since)
    : inDepartment.with(start, end, since, department);
}

function returnedIn(from: Span, to: Span, { department, side }: Within) {
  const { tenant, department: inDepartment } = RETURNED[side ?? 'any'];
  return department === undefined
    ? tenant.with(from.start, from.end, to.start, to.end)
    : inDepartment.with(from.start, from.end, to.start, to.end, department);
}

/** The bucket of an instant (seconds UTC) within the period; the whole period if the query has none. */
export function spanOfBucket({ by, period }: MetricsQuery, at: number): Span {
  const time = timeOf(by);
  return time.kind === 'buckets' ? bucketAt(time.buckets, at) : period;
}
