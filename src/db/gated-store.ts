import type { BoundStatement } from './statement.ts';
import type { TenantStore } from './tenant-store.ts';

const WRITING = /\b(INSERT|UPDATE|DELETE|REPLACE)\b/i;

/** A store that tells whether its first trip is spent. */
export interface GatedStore extends TenantStore {
  readonly hasAsked: boolean;
}

/**
 * The same store, behind `permission`: the first trip goes out at once if it only reads and permission is not
 * refused yet. Whatever writes, and every trip after the first, waits until permission is given, and is not
 * made if it rejects. `isFirst` is false if another store has made the first trip of the request.
 */
export function gatedStore(store: TenantStore, permission: Promise<unknown>, isFirst = true): GatedStore {
  let hasAsked = false;
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    const mayGo = isFirst && !hasAsked && queries.every(onlyReads);
    hasAsked = true;
    // A race with what has settled already throws a known refusal and waits for nothing else.
    await (mayGo ? Promise.race([permission, undefined]) : permission);
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

/** The same store; every trip waits for a `check` of its own and is not made if that rejects. */
export function checkedStore(store: TenantStore, check: () => Promise<void>): TenantStore {
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    await check();
    return store.timedBatch(queries);
  };
  return { tenant: store.tenant, timedBatch, batch: async (queries) => (await timedBatch(queries)).rows };
}

/** A common table expression may stand before a write as well. */
function onlyReads({ text }: BoundStatement): boolean {
  const sql = text.trimStart();
  return /^SELECT\b/i.test(sql) || (/^WITH\b/i.test(sql) && !WRITING.test(sql));
}
