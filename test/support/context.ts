import { env } from 'cloudflare:workers';
import type { AuditActor } from '../../src/audit/entry.ts';
import { TenantCache } from '../../src/auth/credential-cache.ts';
import { readConfig } from '../../src/env.ts';
import { serviceContext } from '../../src/service-context.ts';
import { nowSeconds, TEST_ACTOR, type TestTenant } from './tenant.ts';

/** The context of domain functions on a test's tenant: now, by TEST_ACTOR, but for the parts that are replaced. */
export function contextOf<Replaced extends object>(
  { store, settings }: Pick<TestTenant, 'store' | 'settings'>,
  replaced: Replaced = {} as Replaced,
) {
  const actor: AuditActor = TEST_ACTOR;
  const usual = { store, tenant: settings, now: nowSeconds(), actor, memory: new TenantCache(), env };
  return serviceContext({ ...usual, config: readConfig(env), ...replaced });
}
