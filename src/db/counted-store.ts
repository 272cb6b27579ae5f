import type { TenantStore } from './tenant-store.ts';

/** A store that tells how many queries it has run, each of a batch by itself, as the platform may count them. */
export interface CountedStore extends TenantStore {
  readonly queries: number;
}

/** The same store, counted from here on. */
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
