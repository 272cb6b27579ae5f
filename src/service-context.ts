import type { Actor } from './auth/actor.ts';
import type { StoreContext, TimedContext } from './db/tenant-store.ts';
import type { DataSecrets } from './env.ts';
import { type TenantKeys, tenantKeys } from './privacy/sealing/keys.ts';
import type { TenantSettings } from './tenants/settings.ts';

/**
 * What domain functions need of the tenant that they work on, and of who asks. Each takes the part of it that it
 * needs; folders that may not import this file name that part themselves (see `TimedContext`, `AuditedContext`).
 */
export interface ServiceContext<By extends Actor = Actor> extends TimedContext {
  tenant: TenantSettings;
  /** Derived from the configured secrets on first use. */
  readonly keys: TenantKeys;
  actor: By;
}

/** What a function needs that opens or seals personal data. */
export type KeyedContext = Pick<ServiceContext, 'store' | 'keys'>;

/**
 * Makes the context of work on the tenant of `store`: what is `given`, and the tenant's keys. Deriving them costs CPU
 * and most work needs none, so a copy of the context by spreading should be avoided: it derives them.
 */
export function serviceContext<Given extends StoreContext & { config: DataSecrets }>(
  given: Given,
): Given & Pick<ServiceContext, 'keys'> {
  const { store, config } = given;
  return {
    ...given,
    get keys() {
      return tenantKeys(config.dataSecret, store.tenant, config.previousDataSecret);
    },
  };
}
