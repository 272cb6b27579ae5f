import type { TenantStore } from './tenant-store.ts';

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
