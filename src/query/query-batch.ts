import type { BoundStatement } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { DimensionType } from '../records/types.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from './dimension-names.ts';
import type { MetricsQuery, QueryResult } from './query.ts';
import { runQueries } from './run-queries.ts';

/** What other queries read, and how long D1 took for each, in milliseconds. */
export interface Extra {
  rows: unknown[][];
  milliseconds: readonly number[];
}

/**
 * Collects what the parts of an answer ask for, so that all of it is read as of one moment in one round trip.
 * Each method returns a function that tells the result once `run` has ended.
 */
export class QueryBatch {
  readonly #queries: MetricsQuery[] = [];
  readonly #extra: BoundStatement[] = [];
  readonly #directories = new Map<DimensionType, () => DimensionNames>();
  #done: Awaited<ReturnType<typeof runQueries>> | undefined;

  query(query: MetricsQuery): () => QueryResult {
    const index = this.#queries.push(query) - 1;
    return () => this.#result().results[index]!;
  }

  /** All records of a dimension; read once, however often it is asked for. */
  names(type: DimensionType): () => DimensionNames {
    const known = this.#directories.get(type);
    if (known) return known;
    const extra = this.extra([dimensionNamesStatement(type)]);
    const names = () => dimensionNamesIn(extra().rows[0]!);
    this.#directories.set(type, names);
    return names;
  }

  extra(boundStatements: readonly BoundStatement[]): () => Extra {
    const start = this.#extra.length;
    const end = this.#extra.push(...boundStatements);
    return () => ({
      rows: this.#result().extra.slice(start, end),
      milliseconds: this.#result().extraMilliseconds.slice(start, end),
    });
  }

  /** Reads everything; errors as `runQueries`. */
  async run(store: TenantStore, tenantZone: string): Promise<void> {
    this.#done = await runQueries(store, tenantZone, this.#queries, this.#extra);
  }

  #result() {
    if (!this.#done) throw new Error('The inquiry has not been run.');
    return this.#done;
  }
}
