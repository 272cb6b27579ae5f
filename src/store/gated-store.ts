import type { Query } from './statement.ts';
import type { TenantStore } from './tenant-store.ts';

const WRITING = /\b(INSERT|UPDATE|DELETE|REPLACE)\b/i;

/**
 * The same store, where whatever writes waits until `permission` is given, and is not done where it rejects.
 * Reads go out at once.
 */
export function gatedStore(store: TenantStore, permission: Promise<unknown>): TenantStore {
  const timedBatch: TenantStore['timedBatch'] = async (queries) => {
    if (!queries.every(onlyReads)) await permission;
    return store.timedBatch(queries);
  };
  return {
    tenant: store.tenant,
    timedBatch,
    batch: async (queries) => (await timedBatch(queries)).rows,
  };
}

/** A common table expression may stand before a write as well. */
function onlyReads({ text }: Query): boolean {
  const sql = text.trimStart();
  return /^SELECT\b/i.test(sql) || (/^WITH\b/i.test(sql) && !WRITING.test(sql));
}
