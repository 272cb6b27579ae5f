import { allTenants } from '../db/catalog-store.ts';
import type { Meter } from '../db/meter.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { settingsOf, type TenantRow, type TenantSettings } from './settings.ts';

/** Access to all tenants, for the platform's administrators and jobs. */
export interface Catalog {
  /** All tenants, ordered by slug. */
  list(): Promise<TenantSettings[]>;
  store(slug: string): TenantStore;
}

/** The catalog of `database`. Adds the cost of its queries to `meter`. */
export function catalogOf(database: D1Database, meter: Meter): Catalog {
  return {
    async list() {
      return (await allTenants<TenantRow>(database, meter)).map(settingsOf);
    },
    store: (slug) => storeFor(slug, database, meter),
  };
}
