import type { Route } from '../http/operation.ts';
import { createApiKeyOperation } from './platform/create-api-key.ts';
import { createTenantOperation } from './platform/create-tenant.ts';
import { getTenantOperation } from './platform/get-tenant.ts';
import { healthz } from './platform/healthz.ts';
import { listApiKeysOperation } from './platform/list-api-keys.ts';
import { listTenantsOperation } from './platform/list-tenants.ts';
import { patchTenantOperation } from './platform/patch-tenant.ts';
import { revokeApiKeyOperation } from './platform/revoke-api-key.ts';

/** Every route of the API; the app, the contract suites and the API description read this list. */
export const ROUTES: readonly Route[] = [
  healthz,
  listTenantsOperation,
  createTenantOperation,
  getTenantOperation,
  patchTenantOperation,
  listApiKeysOperation,
  createApiKeyOperation,
  revokeApiKeyOperation,
];
