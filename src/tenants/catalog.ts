import { allTenants } from '../db/catalog-store.ts';
import type { Meter } from '../db/meter.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { settingsOf, type TenantRow, type TenantSettings } from './settings.ts';

/** All tenants, for those who run the platform. */
export interface Catalog {
  /** Every tenant, by slug. */
  list(): Promise<TenantSettings[]>;
  store(slug: string): TenantStore;
}

/** The catalogue of `database`; costs are added to `meter`. */
export function catalogOf(database: D1Database, meter: Meter): Catalog {
  return {
    async list() {
      return (await allTenants<TenantRow>(database, meter)).map(settingsOf);
    },
    store: (slug) => storeFor(slug, database, meter),
  };
}
