import type { BoundStatement } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { DimensionType } from '../records/types.ts';
import type { Period } from '../time/period.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from './dimension-names.ts';
import { executeQueries } from './execute.ts';
import { inputsOf, type MeasureName, type Values } from './measures.ts';
import { type Filter, type Grouping, type MetricsQuery, type QueryResult, valuesIn } from './query.ts';

const TOTAL_OF_ALL: Grouping = { kind: 'total' };

/** Asks for measures over a period: in total, or by group. */
export interface MeasuresQuery {
  measures: readonly MeasureName[];
  period: Period;
  filter?: Filter;
  /** In total if absent. */
  by?: Grouping;
  /** The time of the request, seconds UTC; required if passed deadlines are counted. */
  now?: number;
}

/** Asks for all records of a dimension, by id. */
interface NamesQuery {
  namesOf: DimensionType;
}

/** Other statements to read as of the same moment. */
interface StatementsQuery {
  statements: readonly BoundStatement[];
}

/** What statements read, and how long D1 took for each, in milliseconds. */
export interface StatementRows {
  rows: unknown[][];
  milliseconds: readonly number[];
}

export type AnyQuery = MeasuresQuery | NamesQuery | StatementsQuery;

/** What a query gives: values of a total, groups with their values, names by id, or rows. */
export type ResultOf<Query> = Query extends NamesQuery
  ? DimensionNames
  : Query extends StatementsQuery
    ? StatementRows
    : Query extends { by: Grouping }
      ? QueryResult
      : Query extends undefined
        ? undefined
        : Values;

/** Whose figures are queried; a request's context is one. */
export interface QueryContext {
  store: TenantStore;
  tenant: { timeZone: string };
}

/**
 * Collects what the parts of an answer ask for, so that all of it is read as of one moment in one round trip.
 * `add` returns a function that gives the result once `run` has ended.
 */
export class QueryBatch {
  readonly #queries: MetricsQuery[] = [];
  readonly #statements: BoundStatement[] = [];
  readonly #names = new Map<DimensionType, () => DimensionNames>();
  #done: Awaited<ReturnType<typeof executeQueries>> | undefined;

  add<const Query extends AnyQuery>(query: Query): () => ResultOf<Query> {
    return this.#added(query) as () => ResultOf<Query>;
  }

  /** Reads everything; errors as `executeQueries`. */
  async run({ store, tenant }: QueryContext): Promise<void> {
    this.#done = await executeQueries(store, tenant.timeZone, this.#queries, this.#statements);
  }

  #added(query: AnyQuery): () => Values | QueryResult | DimensionNames | StatementRows {
    if ('namesOf' in query) return this.#addNames(query.namesOf);
    if ('statements' in query) return this.#addStatements(query.statements);
    const index = this.#queries.push(metricsQueryOf(query)) - 1;
    const result = (): QueryResult => this.#finished().results[index]!;
    const total = (): Values => valuesIn(result());
    const only = onlyMemberOf(query);
    if (only !== undefined) return () => new Map([[only, total()]]);
    return query.by ? result : total;
  }

  /** Read once, however often they are asked for. */
  #addNames(type: DimensionType): () => DimensionNames {
    const known = this.#names.get(type);
    if (known) return known;
    const read = this.#addStatements([dimensionNamesStatement(type)]);
    const names = () => dimensionNamesIn(read().rows[0]!);
    this.#names.set(type, names);
    return names;
  }

  #addStatements(statements: readonly BoundStatement[]): () => StatementRows {
    const start = this.#statements.length;
    const end = this.#statements.push(...statements);
    return () => ({
      rows: this.#finished().extra.slice(start, end),
      milliseconds: this.#finished().extraMilliseconds.slice(start, end),
    });
  }

  #finished() {
    if (!this.#done) throw new Error('The batch has not been run.');
    return this.#done;
  }
}

/** The query over inputs that gives the measures' values. */
export function metricsQueryOf(query: MeasuresQuery): MetricsQuery {
  const { measures, filter = {}, by = TOTAL_OF_ALL, ...rest } = query;
  const grouping = onlyMemberOf(query) === undefined ? by : TOTAL_OF_ALL;
  return { ...rest, inputs: inputsOf(measures), filter, by: grouping };
}

/** Grouped by a dimension that is filtered too, all belongs to one member: its values are the total. */
function onlyMemberOf({ by, filter = {} }: MeasuresQuery): string | undefined {
  return by?.kind === 'members' ? (filter as Record<string, string | undefined>)[by.of] : undefined;
}

type Queries = Readonly<Record<string, AnyQuery | undefined>>;

/**
 * Runs named queries as of one moment, in one round trip, and gives each result under its name; undefined for a query
 * that is undefined. Throws InvalidInput if only facts could answer one and there are too many, Unavailable while
 * rollups are rebuilt for a new measure.
 */
export async function runQueries<const Named extends Queries>(
  context: QueryContext,
  queries: Named,
): Promise<{ [Name in keyof Named]: ResultOf<Named[Name]> }> {
  const batch = new QueryBatch();
  const results = Object.entries(queries).map(
    ([name, query]) => [name, query === undefined ? () => undefined : batch.add(query)] as const,
  );
  await batch.run(context);
  return Object.fromEntries(results.map(([name, result]) => [name, result()])) as {
    [Name in keyof Named]: ResultOf<Named[Name]>;
  };
}
