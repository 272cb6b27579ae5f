import { tellFiguresMoved, withDataVersion } from './data-version.ts';
import type { Meter } from './meter.ts';
import type { BoundStatement, Param } from './statement.ts';

type RowsOf<Queries extends readonly BoundStatement[]> = {
  [Index in keyof Queries]: Queries[Index] extends BoundStatement<infer Row> ? Row[] : never;
};

/** D1's limit per value. Checked here, because local D1 does not enforce it. */
const MAX_VALUE_BYTES = 2_000_000;

/** A value exceeds D1's limit. A retry cannot help. */
class ValueTooLarge extends Error {
  override readonly name = 'ValueTooLarge';
}

/** The data of one tenant. Every statement is bound to the tenant as `?1`; nothing bypasses this. */
export interface TenantStore {
  readonly tenant: string;
  /**
   * Runs the queries in one transaction and one round trip. Returns the rows of each query, in order. The transaction
   * moves the data version if they may change an answer; see data-version.ts.
   */
  batch<const Queries extends readonly BoundStatement[]>(queries: Queries): Promise<RowsOf<Queries>>;
  /** Like `batch`, and also returns the duration of each query in milliseconds, as reported by D1. */
  timedBatch<const Queries extends readonly BoundStatement[]>(queries: Queries): Promise<TimedRows<Queries>>;
}

/** What a function needs that works on the data of one tenant. */
export interface StoreContext {
  store: TenantStore;
}

/** What a function needs that also depends on the time. */
export interface TimedContext extends StoreContext {
  /** Time of the request or task, seconds UTC. */
  now: number;
}

interface TimedRows<Queries extends readonly BoundStatement[]> {
  rows: RowsOf<Queries>;
  /** One per query, in order. */
  milliseconds: readonly number[];
}

/**
 * Opens the store of `tenant`; costs are added to `meter`. Its batches throw `ValueTooLarge`, before anything is sent,
 * if a parameter exceeds 2 MB.
 */
export function storeFor(tenant: string, database: D1Database, meter: Meter): TenantStore {
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    if (queries.length === 0) return { rows: [] as never, milliseconds: [] };
    const sent = withDataVersion(queries);
    const statements = sent.map((query) =>
      database.prepare(query.text).bind(tenant, ...query.params.map(checked)),
    );
    const started = performance.now();
    const results = await database.batch(statements);
    meter.milliseconds += performance.now() - started;
    meter.trips += 1;
    tellFiguresMoved(tenant, sent);
    for (const { meta } of results) {
      meter.rowsRead += meta.rows_read;
      meter.rowsWritten += meta.rows_written;
    }
    return {
      rows: results.slice(0, queries.length).map((result) => result.results) as never,
      milliseconds: results.slice(0, queries.length).map(({ meta }) => meta.duration),
    };
  };
  return { tenant, timedBatch, batch: async (queries) => (await timedBatch(queries)).rows };
}

function checked(param: Param): Param {
  if (typeof param === 'string' && param.length > MAX_VALUE_BYTES / 4) {
    const bytes = new TextEncoder().encode(param).length;
    if (bytes > MAX_VALUE_BYTES)
      throw new ValueTooLarge(`A bound value of ${bytes} bytes is over D1's limit of 2 MB.`);
  }
  return param;
}

/** A store that counts its queries. Each query of a batch counts, as it may for the platform's limit. */
export interface CountedStore extends TenantStore {
  readonly queries: number;
}

/** Wraps a store; counting starts at zero. */
export function countedStore(store: TenantStore): CountedStore {
  let queries = 0;
  const timedBatch: TenantStore['timedBatch'] = (batch) => {
    queries += batch.length;
    return store.timedBatch(batch);
  };
  return {
    tenant: store.tenant,
    timedBatch,
    batch: async (batch) => (await timedBatch(batch)).rows,
    get queries() {
      return queries;
    },
  };
}
