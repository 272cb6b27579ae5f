import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { InvalidInput } from '../errors.ts';
import type { FactEvent } from '../facts/event.ts';
import {
  counterQuery,
  countersIn,
  EVENT_RESULTS,
  type EventSource,
  eventQueries,
  eventsIn,
  type PreviousCalls,
  type Span,
} from '../facts/events-between.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import { type Change, type ChangeRow, readableChanges, SELECT_CHANGES } from '../rollups/changes.ts';
import { columnSql, type RollupColumn } from '../rollups/codec.ts';
import { type RollupState, SELECT_STATE } from '../rollups/state.ts';
import { dateOfDay } from '../time/dates.ts';
import { customerStatements } from './customers-sql.ts';
import type { RowsNeed } from './partial-days.ts';
import { type Plan, planFor, type WholeDays } from './plan.ts';
import type { MetricsQuery } from './query.ts';

const statement = statementsIn('query');

type DayRow = { member: string; day: number } & Partial<Record<RollupColumn, string>>;

/** Everything that was read for a set of queries, as of one moment. */
export interface Snapshot {
  state: RollupState;
  /** Events that pending changes add or subtract; decoded once, on first use. */
  changes(): readonly Change[];
  /** Rollup rows that a plan needs. */
  rowsOf(need: RowsNeed): readonly DayRow[];
  /** Events of a planned span. */
  factsOf(span: Span): readonly FactEvent[];
  /** Planned daily counters. */
  countersOf(days: WholeDays): readonly FactEvent[];
  /** Distinct customers that the rollups of whole days do not count; see `customerStatements`. */
  customersOf(query: MetricsQuery): number;
  extra: unknown[][];
  /** How long D1 took for each extra statement, in milliseconds. */
  extraMilliseconds: readonly number[];
}

/** Maximum number of facts of each kind that one span may read. */
export const MAX_FACTS = 20_000;
const MAX_CHANGES = 1_000_000;

const rollupStatements = new Map<string, Statement<DayRow>>();

/** Queries, the plan of each, and other statements to run with them. `zone` is that of the rollups. */
interface Wanted {
  queries: readonly MetricsQuery[];
  plans: readonly Plan[];
  zone: string;
  extra: readonly BoundStatement[];
}

/** Reads what `plans` need, and `extra`, in one trip and one transaction. */
export async function read(
  { store }: StoreContext,
  { queries, plans, zone, extra }: Wanted,
): Promise<Snapshot> {
  const { boundStatements, place, counted } = collected(queries, plans, zone);
  const own = [SELECT_STATE.with(), SELECT_CHANGES.with(MAX_CHANGES), ...boundStatements];
  const timed = await store.timedBatch([...own, ...extra]);
  const [[state], changes, ...results] = timed.rows as [RollupState[], ChangeRow[], ...unknown[][]];
  return {
    state: state!,
    changes: once(() => readableChanges(changes)),
    rowsOf: (need) => results[place.get(rowKey(need))!] as DayRow[],
    factsOf: (span) => {
      const at = place.get(spanKey(span))!;
      return bounded(results.slice(at, at + EVENT_RESULTS));
    },
    countersOf: (days) => countersIn(results[place.get(datedKey(days))!]!),
    customersOf: (query) => {
      const counts = counted.get(query) ?? { at: 0, length: 0 };
      const rows = results.slice(counts.at, counts.at + counts.length) as [{ calls: number }][];
      return rows.reduce((sum, [{ calls }]) => sum + calls, 0);
    },
    extra: results.slice(boundStatements.length),
    extraMilliseconds: timed.milliseconds.slice(own.length),
  };
}

/** The statements that read queries from rollups of `zone`, without pending changes. */
export function statementsOf(queries: readonly MetricsQuery[], zone: string): BoundStatement[] {
  const plans = queries.map((query) => planFor(query, zone));
  return collected(queries, plans, zone).boundStatements;
}

interface Collected {
  boundStatements: BoundStatement[];
  place: ReadonlyMap<string, number>;
  /** Position and number of the statements that count the customers of a query. */
  counted: ReadonlyMap<MetricsQuery, { at: number; length: number }>;
}

/** The distinct statements that plans need, and the position of each. */
function collected(queries: readonly MetricsQuery[], plans: readonly Plan[], zone: string): Collected {
  const boundStatements: BoundStatement[] = [];
  const place = new Map<string, number>();
  const counted = new Map<MetricsQuery, { at: number; length: number }>();
  const add = (key: string, make: () => BoundStatement[]): void => {
    if (place.has(key)) return;
    place.set(key, boundStatements.length);
    boundStatements.push(...make());
  };
  const columns = columnsByRow(plans);
  const previous = previousNeeded(queries);
  const sources = sourcesNeeded(queries);
  for (const [index, plan] of plans.entries()) {
    for (const need of rowsNeeded(plan))
      add(rowKey(need), () => [rollupStatement(need, columns.get(rowKey(need))!)]);
    for (const span of plan.factSpans)
      add(spanKey(span), () => eventQueries(span, MAX_FACTS + 1, previous, sources));
    if (plan.source === 'facts' && plan.dated) {
      const { first, last } = plan.dated;
      add(datedKey(plan.dated), () => [counterQuery(dateOfDay(first), dateOfDay(last))]);
    }
    const query = queries[index]!;
    if (plan.source === 'facts' || counted.has(query)) continue;
    const customers = customerStatements(query, plan, plan.partialSpans, zone);
    counted.set(query, { at: boundStatements.length, length: customers.length });
    boundStatements.push(...customers);
  }
  return { boundStatements, place, counted };
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

/** A query that only facts can answer has too many of them. */
export class TooManyFacts extends InvalidInput {}

function bounded(results: unknown[][]): FactEvent[] {
  if (results.some((rows) => rows.length > MAX_FACTS)) {
    throw new TooManyFacts(
      `No prepared figures cover this combination of filters, grouping and period ends, and it has more than ` +
        `${MAX_FACTS.toLocaleString('en-US')} records to read. Request a shorter period, whole days, or fewer filters.`,
    );
  }
  return eventsIn(results);
}

/** Previous calls to read with facts: only new_customers needs them, because SQL counts distinct customers. */
function previousNeeded(queries: readonly MetricsQuery[]): PreviousCalls {
  return queries.some(({ inputs }) => inputs.includes('new_customers')) ? 'customer' : 'none';
}

/** Kinds of facts to read. Inputs that are not base measures need interactions only. */
function sourcesNeeded(queries: readonly MetricsQuery[]): ReadonlySet<EventSource> {
  const sources = queries
    .flatMap(({ inputs }) => inputs)
    .map((input) => BASE_MEASURES[baseMeasureIndex(input) ?? -1]?.source ?? 'interaction');
  return new Set(sources.filter((source) => source !== 'counter'));
}

/** All ranges of rows that a plan reads. */
function rowsNeeded(plan: Plan): readonly RowsNeed[] {
  return plan.source === 'rollups' ? [...plan.dayRows, ...plan.intervalRows] : [];
}

function columnsByRow(plans: readonly Plan[]): Map<string, Set<RollupColumn>> {
  const columns = new Map<string, Set<RollupColumn>>();
  for (const need of plans.flatMap(rowsNeeded)) {
    const known = columns.get(rowKey(need)) ?? new Set<RollupColumn>();
    for (const column of need.columns) known.add(column);
    columns.set(rowKey(need), known);
  }
  return columns;
}

function rollupStatement(
  { dimension, members, read }: RowsNeed,
  columns: ReadonlySet<RollupColumn>,
): BoundStatement<DayRow> {
  const names = [...columns].sort();
  const [only] = members;
  const isOne = members.length === 1;
  const key = `${isOne} ${names.join()}`;
  let known = rollupStatements.get(key);
  if (!known) {
    known = statement<DayRow>(`
      SELECT r.member AS member, r.day AS day, ${names.map((name) => `${columnSql(name, 'r')} AS ${name}`).join(', ')}
      FROM ${isOne ? '' : 'json_each(?3) k CROSS JOIN'} rollups r
      WHERE r.tenant = ?1 AND r.generation = (SELECT s.generation FROM rollup_state s WHERE s.tenant = ?1)
        AND r.dimension = ?2 AND r.member = ${isOne ? '?3' : 'k.value'} AND r.day >= ?4 AND r.day <= ?5`);
    rollupStatements.set(key, known);
  }
  return known.with(dimension, isOne ? only! : JSON.stringify(members), read.first, read.last);
}

const rowKey = ({ dimension, members, read }: RowsNeed): string =>
  `rows ${dimension} ${read.first} ${read.last} ${JSON.stringify(members)}`;
const datedKey = ({ first, last }: WholeDays): string => `dated ${first} ${last}`;
const spanKey = ({ start, end }: Span): string => `facts ${start} ${end}`;
