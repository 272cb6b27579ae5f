import type { AuditedContext } from '../audit/entry.ts';
import { allTenants } from '../db/catalog-store.ts';
import type { Meter } from '../db/meter.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { type SettingsMemory, settingsOf, type TenantRow, type TenantSettings } from './settings.ts';

/** Access to all tenants, for the platform's administrators and jobs. */
export interface Catalog {
  /** All tenants, ordered by slug. */
  list(): Promise<TenantSettings[]>;
  store(slug: string): TenantStore;
}

/** What a function needs that makes, changes or removes tenants. */
export interface CatalogContext extends Omit<AuditedContext, 'store'> {
  catalog: Catalog;
  memory: SettingsMemory;
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
