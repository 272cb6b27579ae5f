import { InvalidInput } from '../errors.ts';
import { nextCallSql } from '../facts/image.ts';
import type { Occurrence } from '../facts/occurrence.ts';
import {
  counterQuery,
  countersIn,
  OCCURRENCE_RESULTS,
  occurrenceQueries,
  occurrencesIn,
  type PreviousCalls,
  type Source,
  type Span,
} from '../facts/occurrences-between.ts';
import { type ChangeRow, eachChange, SELECT_CHANGES } from '../rollups/changes.ts';
import { LEAVES, leafIndex } from '../rollups/leaves.ts';
import type { Column, Packed } from '../rollups/pack.ts';
import { type RollupState, SELECT_STATE } from '../rollups/state.ts';
import { type Query, type Statement, statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { dateOfDay } from '../time/dates.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import type { Term } from './measures.ts';
import { type Plan, planFor, type RollupPlan, type WholeDays } from './plan.ts';
import type { Question } from './question.ts';
import { DISTINCT_CUSTOMERS } from './special-terms.ts';

export interface Change {
  occurrence: Occurrence;
  sign: 1 | -1;
}

export type DayRow = { day: number } & Partial<Packed>;

/** Everything that answers rest on, as of one moment. */
export interface Reading {
  state: RollupState;
  /** What pending changes add and take away; taken apart once, when first asked for. */
  changes(): readonly Change[];
  /** Rollup rows of a plan. */
  rowsOf(plan: RollupPlan): readonly DayRow[];
  /** Occurrences of a span that was planned. */
  factsOf(span: Span): readonly Occurrence[];
  /** Daily counters that were planned. */
  countersOf(days: WholeDays): readonly Occurrence[];
  /** Calls of the whole days whose customer called earlier on the period's first, partial day. */
  returnedOf(question: Question): number;
  extra: unknown[][];
  /** How long D1 took for each extra query. */
  extraMilliseconds: readonly number[];
}

/** A combination that no rollup covers reads at most so many facts of each kind. */
export const MAX_FACTS = 20_000;
const MAX_CHANGES = 1_000_000;

const rollupStatements = new Map<string, Statement<DayRow>>();

/** Reads what `plans` need, and `extra`, in one round trip and one transaction. */
export async function read(
  store: TenantStore,
  questions: readonly Question[],
  plans: readonly Plan[],
  zone: string,
  extra: readonly Query[],
): Promise<Reading> {
  const { queries, place } = collected(questions, plans, zone);
  const results = [SELECT_STATE.with(), SELECT_CHANGES.with(MAX_CHANGES), ...queries];
  const timed = await store.timedBatch([...results, ...extra]);
  const [[state], changes, ...answers] = timed.rows as [RollupState[], ChangeRow[], ...unknown[][]];
  return {
    state: state!,
    changes: once(() => changesIn(changes)),
    rowsOf: (plan) => answers[place.get(rowKey(plan))!] as DayRow[],
    factsOf: (span) => {
      const at = place.get(spanKey(span))!;
      return bounded(answers.slice(at, at + OCCURRENCE_RESULTS));
    },
    countersOf: (days) => countersIn(answers[place.get(datedKey(days))!]!),
    returnedOf: (question) => {
      const at = place.get(returnedKey(question));
      return at === undefined ? 0 : (answers[at]![0] as { calls: number }).calls;
    },
    extra: answers.slice(queries.length),
    extraMilliseconds: timed.milliseconds.slice(results.length),
  };
}

/** The queries that answer questions from rollups in days of `zone`, pending changes aside. */
export function queriesOf(questions: readonly Question[], zone: string): Query[] {
  const plans = questions.map((question) => planFor(question, zone));
  return collected(questions, plans, zone).queries;
}

/** Each query that plans need, once, and where among them each need is met. */
function collected(
  questions: readonly Question[],
  plans: readonly Plan[],
  zone: string,
): { queries: Query[]; place: ReadonlyMap<string, number> } {
  const queries: Query[] = [];
  const place = new Map<string, number>();
  const add = (key: string, make: () => Query[]): void => {
    if (place.has(key)) return;
    place.set(key, queries.length);
    queries.push(...make());
  };
  const columns = columnsByRow(plans);
  const previous = previousNeeded(questions);
  const sources = sourcesNeeded(questions);
  for (const [index, plan] of plans.entries()) {
    if (plan.source === 'rollups') add(rowKey(plan), () => [rollupQuery(plan, columns.get(rowKey(plan))!)]);
    for (const span of plan.ragged)
      add(spanKey(span), () => occurrenceQueries(span, MAX_FACTS + 1, previous, sources));
    if (plan.source === 'facts' && plan.dated) {
      const { first, last } = plan.dated;
      add(datedKey(plan.dated), () => [counterQuery(dateOfDay(first), dateOfDay(last))]);
    }
    const returned = returnedQuery(questions[index]!, plan, zone);
    if (returned) add(returnedKey(questions[index]!), () => [returned]);
  }
  return { queries, place };
}

function changesIn(rows: readonly ChangeRow[]): Change[] {
  const changes: Change[] = [];
  eachChange(rows, (occurrence, sign) => changes.push({ occurrence, sign }));
  return changes;
}

function once<Value>(make: () => Value): () => Value {
  let made: { value: Value } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}

function bounded(results: unknown[][]): Occurrence[] {
  if (results.some((rows) => rows.length > MAX_FACTS)) {
    throw new InvalidInput(
      `No prepared figures cover this combination of filters, grouping and period ends, and it has more than ` +
        `${MAX_FACTS.toLocaleString('en-US')} records to read; ask for a shorter period, whole days, or fewer filters.`,
    );
  }
  return occurrencesIn(results);
}

/** Which previous calls the facts of ragged ends must tell. */
function previousNeeded(questions: readonly Question[]): PreviousCalls {
  const asks = (term: Term) => questions.filter(({ terms }) => terms.includes(term));
  const distinct = asks(DISTINCT_CUSTOMERS);
  return {
    ofCustomer:
      asks('new_customers').length > 0 || distinct.some(({ filter }) => filter.department === undefined),
    ofDepartment: distinct.some(({ filter }) => filter.department !== undefined),
  };
}

/** Which facts of ragged ends count at all; terms that are no leaves are of interactions. */
function sourcesNeeded(questions: readonly Question[]): ReadonlySet<Source> {
  const sources = questions
    .flatMap(({ terms }) => terms)
    .map((term) => LEAVES[leafIndex(term) ?? -1]?.source ?? 'interaction');
  return new Set(sources.filter((source) => source !== 'counter'));
}

function columnsByRow(plans: readonly Plan[]): Map<string, Set<Column>> {
  const columns = new Map<string, Set<Column>>();
  for (const plan of plans) {
    if (plan.source !== 'rollups') continue;
    const known = columns.get(rowKey(plan)) ?? new Set<Column>();
    for (const column of plan.columns) known.add(column);
    columns.set(rowKey(plan), known);
  }
  return columns;
}

function rollupQuery({ set, member, read }: RollupPlan, columns: ReadonlySet<Column>): Query<DayRow> {
  const names = [...columns].sort();
  const key = names.join();
  let known = rollupStatements.get(key);
  if (!known) {
    known = statement<DayRow>(`
      SELECT r.day AS day, ${names.map((name) => `r.${name} AS ${name}`).join(', ')}
      FROM rollups r
      WHERE r.tenant = ?1 AND r.generation = (SELECT s.generation FROM rollup_state s WHERE s.tenant = ?1)
        AND r.member_set = ?2 AND r.member = ?3 AND r.day >= ?4 AND r.day <= ?5`);
    rollupStatements.set(key, known);
  }
  return known.with(set, member, read.first, read.last);
}

const returnedSql = (department: string | undefined): string => `
  SELECT count(*) AS calls
  FROM interactions c INDEXED BY interactions_by_start
  WHERE c.tenant = ?1 AND c.removed = 0 AND c.started_at >= ?2 AND c.started_at < ?3
    AND c.is_call = 1 AND c.customer_id IS NOT NULL ${department ? `AND c.department_id = ${department}` : ''}
    AND ${nextCallSql('started_at', { customer: 'c.customer_id', startedAt: 'c.started_at', id: 'c.id', department })}
      BETWEEN ?4 AND ?5 - 1`;
const RETURNED = statement<{ calls: number }>(returnedSql(undefined));
const RETURNED_IN_DEPARTMENT = statement<{ calls: number }>(returnedSql('?6'));

function returnedQuery({ terms, period, filter }: Question, plan: Plan, zone: string): Query | undefined {
  if (plan.source !== 'rollups' || !terms.includes(DISTINCT_CUSTOMERS) || plan.whole.first > plan.whole.last)
    return undefined;
  const dayStart = startOfDay(zone, localDay(zone, period.start));
  if (dayStart === period.start) return undefined;
  const span = [
    dayStart,
    period.start,
    startOfDay(zone, plan.whole.first),
    startOfDay(zone, plan.whole.last + 1),
  ];
  return filter.department === undefined
    ? RETURNED.with(...span)
    : RETURNED_IN_DEPARTMENT.with(...span, filter.department);
}

const rowKey = ({ set, member, read }: RollupPlan): string =>
  `rows ${set} ${read.first} ${read.last} ${member}`;
const datedKey = ({ first, last }: WholeDays): string => `dated ${first} ${last}`;
const spanKey = ({ start, end }: Span): string => `facts ${start} ${end}`;
const returnedKey = ({ period, filter }: Question): string =>
  `returned ${period.start} ${period.end} ${filter.department ?? ''}`;
