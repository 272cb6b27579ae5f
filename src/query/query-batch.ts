import type { BoundStatement } from '../db/statement.ts';
import { type NamedDimension, recordNaming } from '../rollups/dimensions.ts';
import type { Period } from '../time/period.ts';
import { executeQueries, type QueryContext } from './execute.ts';
import { inputsOf, type MeasureName, type Values } from './measures.ts';
import { type Filter, type Grouping, type MetricsQuery, type QueryResult, valuesIn } from './query.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from './ranking.ts';

const TOTAL_OF_ALL: Grouping = { kind: 'total' };

/** Queries measures over a period, in total or by group. */
export interface MeasuresQuery {
  measures: readonly MeasureName[];
  period: Period;
  filter?: Filter;
  /** A total if absent. */
  by?: Grouping;
  /** The time of the request, seconds UTC; required if overdue SLA targets are counted. */
  now?: number;
}

/** Queries all records of a dimension, by id. */
interface NamesQuery {
  namesOf: NamedDimension;
}

/** Other statements to execute in the same transaction. */
interface StatementsQuery {
  statements: readonly BoundStatement[];
}

/** The rows of each statement, and how long D1 took for it, in milliseconds. */
export interface StatementRows {
  rows: unknown[][];
  milliseconds: readonly number[];
}

export type AnyQuery = MeasuresQuery | NamesQuery | StatementsQuery;

/** The result of a query: values of a total, groups with their values, names by id, or rows. */
export type ResultOf<Query> = Query extends NamesQuery
  ? DimensionNames
  : Query extends StatementsQuery
    ? StatementRows
    : Query extends { by: Grouping }
      ? QueryResult
      : Query extends undefined
        ? undefined
        : Values;

/**
 * Collects the queries of all parts of a response and executes them as of one moment, in one trip. `add` returns a
 * function that returns the result once `run` has completed.
 */
export class QueryBatch {
  readonly #queries: MetricsQuery[] = [];
  readonly #statements: BoundStatement[] = [];
  readonly #names = new Map<NamedDimension, () => DimensionNames>();
  #done: Awaited<ReturnType<typeof executeQueries>> | undefined;

  add<const Query extends AnyQuery>(query: Query): () => ResultOf<Query> {
    return this.#added(query) as () => ResultOf<Query>;
  }

  /** Executes all queries. Throws as `executeQueries`. */
  async run(context: QueryContext): Promise<void> {
    this.#done = await executeQueries(context, { queries: this.#queries, extra: this.#statements });
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

  /** Each dimension is read once per batch. */
  #addNames(dimension: NamedDimension): () => DimensionNames {
    const known = this.#names.get(dimension);
    if (known) return known;
    const read = this.#addStatements([dimensionNamesStatement(recordNaming(dimension))]);
    const names = () => dimensionNamesIn(read().rows[0]!);
    this.#names.set(dimension, names);
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

/** Converts a query for measures to one for their inputs. */
export function metricsQueryOf(query: MeasuresQuery): MetricsQuery {
  const { measures, filter = {}, by = TOTAL_OF_ALL, ...rest } = query;
  const grouping = onlyMemberOf(query) === undefined ? by : TOTAL_OF_ALL;
  return { ...rest, inputs: inputsOf(measures), filter, by: grouping };
}

/** If the grouping dimension is also filtered, that member is the only group and its values are the total. */
function onlyMemberOf({ by, filter = {} }: MeasuresQuery): string | undefined {
  const only = by?.kind === 'members' ? filter[by.of] : undefined;
  return typeof only === 'string' ? only : undefined;
}

type Queries = Readonly<Record<string, AnyQuery | undefined>>;

/**
 * Executes named queries as of one moment, in one trip, and returns the results by name; undefined queries give
 * undefined. Throws InvalidInput if only facts could answer one and there are too many, Unavailable while rollups are
 * rebuilt for a new measure.
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
