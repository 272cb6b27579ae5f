import type { BoundStatement } from './statement.ts';
import type { TenantStore } from './tenant-store.ts';

const WRITING = /\b(INSERT|UPDATE|DELETE|REPLACE)\b/i;

/** A store that knows whether its first trip has been made. */
export interface GatedStore extends TenantStore {
  readonly hasAsked: boolean;
}

/**
 * Wraps a store so that it waits for `verdict`. The first trip is sent at once if it only reads and the verdict is
 * not refused yet. Writes and later trips wait, and are not made if it rejects. `isFirst` is false if another
 * store has made the first trip of the request.
 */
export function gatedStore(store: TenantStore, verdict: Promise<unknown>, isFirst = true): GatedStore {
  let hasAsked = false;
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    const mayGo = isFirst && !hasAsked && queries.every(onlyReads);
    hasAsked = true;
    // Racing against a settled value throws a refusal that is already known, and does not wait for one that is not.
    await (mayGo ? Promise.race([verdict, undefined]) : verdict);
    return store.timedBatch(queries);
  };
  return {
    tenant: store.tenant,
    timedBatch,
    batch: async (queries) => (await timedBatch(queries)).rows,
    get hasAsked() {
      return hasAsked;
    },
  };
}

/** Wraps a store so that every trip awaits its own `check`, and is not made if that rejects. */
export function checkedStore(store: TenantStore, check: () => Promise<void>): TenantStore {
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    await check();
    return store.timedBatch(queries);
  };
  return { tenant: store.tenant, timedBatch, batch: async (queries) => (await timedBatch(queries)).rows };
}

/** A common table expression can also precede a write. */
function onlyReads({ text }: BoundStatement): boolean {
  const sql = text.trimStart();
  return /^SELECT\b/i.test(sql) || (/^WITH\b/i.test(sql) && !WRITING.test(sql));
}
