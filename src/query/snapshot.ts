import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { InvalidInput } from '../errors.ts';
import { type AgentsNow, agentsNowIn, agentsNowQuery } from '../facts/agents-now.ts';
import type { FactEvent } from '../facts/event.ts';
import {
  counterQuery,
  countersIn,
  EVENT_RESULTS,
  type EventSource,
  eventQueries,
  eventsIn,
  isCutOff,
  type Reading,
  type Span,
} from '../facts/events-between.ts';
import {
  type Lifetime,
  lifetimesIn,
  OPEN_RESULTS,
  openNowIn,
  openNowQuery,
  openQueries,
} from '../facts/open-interactions.ts';
import type { Interaction } from '../records/types.ts';
import { BASE_MEASURES, baseMeasureIndex } from '../rollups/base-measures.ts';
import { type Change, type ChangeRow, readableChanges, SELECT_CHANGES } from '../rollups/changes.ts';
import { columnSql } from '../rollups/codec.ts';
import type { RollupColumn } from '../rollups/columns.ts';
import type { Direction } from '../rollups/dimensions.ts';
import { type RollupState, SELECT_STATE } from '../rollups/state.ts';
import { dateOfDay } from '../time/dates.ts';
import { customerStatements } from './customers-sql.ts';
import { neighboursNeeded } from './neighbours.ts';
import type { RowsNeed } from './partial-days.ts';
import { EVERY } from './places.ts';
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
  /** Distinct customers that rollups do not count, by the instant of their group; see `customerStatements`. */
  customersOf(query: MetricsQuery): readonly CountedCustomers[];
  /** Interactions that were open at some of the planned instants. Throws TooManyFacts. */
  openAt(instants: readonly number[]): readonly Lifetime[];
  /** Interactions that are open, if planned. Throws TooManyFacts. */
  openNow(): readonly Interaction[];
  /** The states of agents at a planned instant (seconds UTC). Throws TooManyFacts. */
  agentsNow(at: number): AgentsNow;
  extra: unknown[][];
  /** How long D1 took for each extra statement, in milliseconds. */
  extraMilliseconds: readonly number[];
}

/** Distinct customers in the group of an instant (seconds UTC). */
interface CountedCustomers {
  at: number;
  /** The direction of the group, if directions are told apart. */
  side?: Direction;
  customers: number;
}

/** Maximum number of facts of each kind that one span may read. */
export const MAX_FACTS = 20_000;
/** The same for days of agents, of which each has many changes of state. */
const MAX_AGENT_DAYS = 2_000;
/** Maximum number of rows that are read of one dimension. */
const MAX_ROWS = 50_000;
const MAX_CHANGES = 1_000_000;

const rollupStatements = new Map<string, Statement<DayRow>>();

/** Queries, the plan of each, and other statements to run with them. */
interface Wanted {
  queries: readonly MetricsQuery[];
  plans: readonly Plan[];
  extra: readonly BoundStatement[];
}

/** Reads what `plans` need, and `extra`, in one trip and one transaction. */
export async function read({ store }: StoreContext, { queries, plans, extra }: Wanted): Promise<Snapshot> {
  const { boundStatements, place, counted, reading } = collected(queries, plans);
  const own = [SELECT_STATE.with(), SELECT_CHANGES.with(MAX_CHANGES), ...boundStatements];
  const timed = await store.timedBatch([...own, ...extra]);
  const [[state], changes, ...results] = timed.rows as [RollupState[], ChangeRow[], ...unknown[][]];
  return {
    state: state!,
    changes: once(() => readableChanges(changes)),
    rowsOf: (need) => boundedRows(results[place.get(rowKey(need))!] as DayRow[]),
    factsOf: (span) => {
      const at = place.get(spanKey(span))!;
      return bounded(results.slice(at, at + EVENT_RESULTS), span, reading);
    },
    openAt: (instants) => {
      const at = place.get(openKey(instants))!;
      return lifetimesIn(boundedOpen(results.slice(at, at + OPEN_RESULTS)));
    },
    openNow: () => openNowIn(boundedOpen([results[place.get(OPEN_NOW)!]!])[0]!),
    agentsNow: (at) => agentsNowIn(boundedAgents(results[place.get(agentsKey(at))!]!), at),
    countersOf: (days) => countersIn(results[place.get(datedKey(days))!]!),
    customersOf: (query) =>
      (counted.get(query) ?? []).map(({ place: index, ...group }) => {
        const [row] = results[index] as { calls: number }[];
        return { ...group, customers: row!.calls };
      }),
    extra: results.slice(boundStatements.length),
    extraMilliseconds: timed.milliseconds.slice(own.length),
  };
}

/** The statements that read queries from rollups of `zone`, without pending changes. */
export function statementsOf(queries: readonly MetricsQuery[], zone: string): BoundStatement[] {
  const plans = queries.map((query) => planFor(query, zone));
  return collected(queries, plans).boundStatements;
}

/** The group that a statement counts customers of, and the position of the statement. */
type CountingPlace = Omit<CountedCustomers, 'customers'> & { place: number };

interface Collected {
  boundStatements: BoundStatement[];
  place: ReadonlyMap<string, number>;
  /** What is read of every span of facts. */
  reading: Reading;
  /** The statements that count customers of a query: their positions, and the instants of their groups. */
  counted: ReadonlyMap<MetricsQuery, readonly CountingPlace[]>;
}

/** The distinct statements that plans need, and the position of each. */
function collected(queries: readonly MetricsQuery[], plans: readonly Plan[]): Collected {
  const boundStatements: BoundStatement[] = [];
  const place = new Map<string, number>();
  const counted = new Map<MetricsQuery, CountingPlace[]>();
  const add = (key: string, make: () => BoundStatement[]): void => {
    if (place.has(key)) return;
    place.set(key, boundStatements.length);
    boundStatements.push(...make());
  };
  const columns = columnsByRow(plans);
  const reading = { neighbours: neighboursNeeded(queries), sources: sourcesNeeded(queries) };
  for (const [index, plan] of plans.entries()) {
    for (const need of rowsNeeded(plan))
      add(rowKey(need), () => [rollupStatement(need, columns.get(rowKey(need))!)]);
    for (const span of plan.factSpans)
      add(spanKey(span), () => eventQueries(span, MAX_FACTS + 1, reading, MAX_AGENT_DAYS + 1));
    if (plan.source === 'facts' && plan.open) {
      const { open } = plan;
      add(openKey(open), () => openQueries(open, MAX_FACTS + 1));
    }
    if (plan.source === 'facts' && plan.now) {
      const { at, open, agents } = plan.now;
      if (open) add(OPEN_NOW, () => [openNowQuery(MAX_FACTS + 1)]);
      if (agents) add(agentsKey(at), () => [agentsNowQuery(at, MAX_FACTS + 1)]);
    }
    if (plan.source === 'facts' && plan.dated) {
      const { first, last } = plan.dated;
      add(datedKey(plan.dated), () => [counterQuery(dateOfDay(first), dateOfDay(last))]);
    }
    const query = queries[index]!;
    if (plan.source === 'facts' || counted.has(query)) continue;
    const customers = customerStatements(query, plan);
    counted.set(
      query,
      customers.map(({ statement: each, ...group }) => ({ ...group, place: boundStatements.push(each) - 1 })),
    );
  }
  return { boundStatements, place, counted, reading };
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

function bounded(results: unknown[][], span: Span, reading: Reading): FactEvent[] {
  if (isCutOff(results, MAX_FACTS + 1, MAX_AGENT_DAYS + 1)) {
    throw new TooManyFacts(
      `No prepared figures cover this combination of filters, grouping and period ends, and it has more than ` +
        `${MAX_FACTS.toLocaleString('en-US')} records, or ${MAX_AGENT_DAYS.toLocaleString('en-US')} days of agents, to read. Request a shorter period, whole days, or fewer filters.`,
    );
  }
  return eventsIn(results, span, reading);
}

function boundedOpen(results: unknown[][]): unknown[][] {
  const [open, ...closed] = results.map((rows) => rows.length > MAX_FACTS);
  const most = MAX_FACTS.toLocaleString('en-US');
  if (open)
    throw new TooManyFacts(`More than ${most} interactions are open, which is more than a backlog counts.`);
  if (closed.includes(true)) {
    throw new TooManyFacts(
      `More than ${most} interactions were closed since the first time for which the backlog is asked. Request a ` +
        'period that begins later.',
    );
  }
  return results;
}

function boundedAgents(rows: unknown[]): unknown[] {
  if (rows.length <= MAX_FACTS) return rows;
  const most = MAX_FACTS.toLocaleString('en-US');
  throw new TooManyFacts(`Agents have more than ${most} days with states, which is more than are counted.`);
}

function boundedRows(rows: readonly DayRow[]): readonly DayRow[] {
  if (rows.length > MAX_ROWS) {
    throw new TooManyFacts(
      `The members of this dimension have more than ${MAX_ROWS.toLocaleString('en-US')} rows in the period. Request a ` +
        'shorter period, or name the members in a filter.',
    );
  }
  return rows;
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
  return plan.source === 'rollups' ? [...plan.dayRows, ...plan.intervalRows, ...plan.followingRows] : [];
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

/** How a statement finds the members whose rows it reads. */
const MEMBERS = {
  one: { with: '', from: '', member: '?3' },
  listed: { with: '', from: 'json_each(?3) k CROSS JOIN', member: 'k.value' },
  // One seek per member: their rows of other days are not read.
  every: {
    with: `WITH RECURSIVE g(generation) AS (SELECT s.generation FROM rollup_state s WHERE s.tenant = ?1),
      k(value) AS (
        SELECT (SELECT min(f.member) FROM rollups f
          WHERE f.tenant = ?1 AND f.generation = (SELECT generation FROM g) AND f.dimension = ?2 AND f.member >= ?3)
        UNION ALL
        SELECT (SELECT min(n.member) FROM rollups n
          WHERE n.tenant = ?1 AND n.generation = (SELECT generation FROM g) AND n.dimension = ?2 AND n.member > k.value)
        FROM k WHERE k.value IS NOT NULL)`,
    from: 'k CROSS JOIN',
    member: 'k.value',
  },
} as const;

function rollupStatement(
  { dimension, members, read }: RowsNeed,
  columns: ReadonlySet<RollupColumn>,
): BoundStatement<DayRow> {
  const names = [...columns].sort();
  const kind = members === EVERY ? 'every' : members.length === 1 ? 'one' : 'listed';
  const key = `${kind} ${names.join()}`;
  let known = rollupStatements.get(key);
  if (!known) {
    const sql = MEMBERS[kind];
    known = statement<DayRow>(`${sql.with}
      SELECT r.member AS member, r.day AS day, ${names.map((name) => `${columnSql(name, 'r')} AS ${name}`).join(', ')}
      FROM ${sql.from} rollups r
      WHERE r.tenant = ?1 AND r.generation = (SELECT s.generation FROM rollup_state s WHERE s.tenant = ?1)
        AND r.dimension = ?2 AND r.member = ${sql.member} AND r.day >= ?4 AND r.day <= ?5
      LIMIT ${MAX_ROWS + 1}`);
    rollupStatements.set(key, known);
  }
  const asked = members === EVERY ? '' : kind === 'one' ? members[0]! : JSON.stringify(members);
  return known.with(dimension, asked, read.first, read.last);
}

const rowKey = ({ dimension, members, read }: RowsNeed): string =>
  `rows ${dimension} ${read.first} ${read.last} ${JSON.stringify(members)}`;
const datedKey = ({ first, last }: WholeDays): string => `dated ${first} ${last}`;
const openKey = (instants: readonly number[]): string => `open ${instants.join()}`;
const OPEN_NOW = 'open now';
const agentsKey = (at: number): string => `agents ${at}`;
const spanKey = ({ start, end }: Span): string => `facts ${start} ${end}`;
