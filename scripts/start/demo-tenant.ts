import { TIME_ZONE } from '../demo/clock.ts';
import { demoPolicies } from '../demo/policies.ts';
import { type ApiClient, apiClient, refused } from './api.ts';
import { type DemoState, forgetDemoState, readDemoState, writeDemoState } from './demo-file.ts';
import { sessionToken } from './session.ts';

export const DEMO_TENANT = 'demo';
const SCOPES = [
  'analytics:read',
  'analytics:export',
  'analytics:refresh',
  'evaluations:read',
  'evaluations:write',
  'ingest:write',
];

/** Returns whether the tenant had to be created. */
async function ensureTenant(superAdmin: ApiClient): Promise<boolean> {
  const answer = await superAdmin.post('/api/v1/tenants', {
    slug: DEMO_TENANT,
    name: 'Aurora Telecom (demo)',
    time_zone: TIME_ZONE,
    profile: 'complete',
    country_code: '55',
  });
  if (answer.status === 201) return true;
  if (answer.status === 409) return false;
  throw refused('Making the demo tenant', answer);
}

/** Agrees on service levels; those that are agreed on already stay. */
async function ensurePolicies(tenantAdmin: ApiClient, now: number): Promise<void> {
  for (const policy of demoPolicies(now)) {
    const answer = await tenantAdmin.post('/api/v1/service-level-policies', policy);
    if (answer.status !== 201 && answer.status !== 409)
      throw refused('Making a service-level policy', answer);
  }
}

async function makeKey(tenantAdmin: ApiClient): Promise<string> {
  const answer = await tenantAdmin.post('/api/v1/api-keys', { name: 'npm start', scopes: SCOPES });
  const key = (answer.body as { key?: unknown } | null)?.key;
  if (answer.status !== 201 || typeof key !== 'string') throw refused('Making an API key', answer);
  return key;
}

/** Checks whether the key is still valid: an empty batch stores nothing. */
async function stillHolds(url: string, key: string): Promise<boolean> {
  const { status } = await apiClient(url, key).post('/api/v1/ingest', { records: [] });
  return status !== 401 && status !== 403;
}

/**
 * Ensures that the tenant `demo` exists and that a valid key of it is known. The returned state says how far its data
 * is loaded. Throws an Error with the response if the API refuses.
 */
export async function ensureDemoTenant(url: string, secret: string, now: number): Promise<DemoState> {
  const superAdmin = apiClient(url, await sessionToken(secret, { role: 'super_admin', hours: 1 }));
  if (await ensureTenant(superAdmin)) forgetDemoState();
  const known = readDemoState();
  if (known && (await stillHolds(url, known.api_key))) return known;

  const token = await sessionToken(secret, { role: 'tenant_admin', tenants: [DEMO_TENANT], hours: 1 });
  const tenantAdmin = apiClient(url, token);
  const api_key = await makeKey(tenantAdmin);
  const state = { ...(known ?? { until: now, sent: 0, complete: false }), api_key };
  await ensurePolicies(tenantAdmin, state.until);
  writeDemoState(state);
  return state;
}
