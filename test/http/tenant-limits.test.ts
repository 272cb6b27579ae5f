import { expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { statement } from '../../src/db/statement.ts';
import { appOf } from '../support/app.ts';
import { problemIn } from '../support/client.ts';
import { freshTenant, sessionToken, type TestTenant } from '../support/tenant.ts';

const PATH = '/api/v1/interactions/none';
const SET_QUOTAS = statement('UPDATE tenants SET quotas = ?2 WHERE tenant = ?1');

async function tenantOf(requests_per_minute: number): Promise<TestTenant> {
  const tenant = await freshTenant();
  await tenant.store.batch([SET_QUOTAS.with(JSON.stringify({ requests_per_minute }))]);
  return tenant;
}

function quietApp() {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return appOf(ROUTES);
}

test('keys and sessions of one tenant share its limit; those of others do not', async () => {
  const [tenant, other] = [await tenantOf(10), await tenantOf(10)];
  const [one, two] = [quietApp(), quietApp()];
  const keys = await Promise.all([tenant.key(), tenant.key(), tenant.key()]);
  const bearers = [...keys.map(({ key }) => key), await tenant.token('agent')];
  const calls = bearers.flatMap((bearer) =>
    [one, two].flatMap((app) => [1, 2].map(() => app(PATH, { bearer }))),
  );
  const statuses = (await Promise.all(calls)).map(({ status }) => status);
  expect(Map.groupBy(statuses, (status) => status).get(404)).toHaveLength(10);
  expect(Map.groupBy(statuses, (status) => status).get(429)).toHaveLength(6);
  for (const bearer of bearers) {
    const refused = await one(PATH, { bearer });
    const { headers } = refused;
    expect([headers.get('X-RateLimit-Limit'), headers.get('X-RateLimit-Remaining')]).toEqual(['10', '0']);
    expect(Number(headers.get('Retry-After'))).toBeGreaterThan(0);
    const { status, limit, detail } = await problemIn(refused);
    expect([status, limit, detail]).toEqual([
      429,
      10,
      expect.stringContaining('Rate limit of this tenant exceeded'),
    ]);
  }
  expect((await one(PATH, { bearer: await other.token('agent') })).status).toBe(404);
});

test('a session counts for the tenant that it chooses, and an answer tells the nearest limit', async () => {
  const [small, large] = [await tenantOf(3), await tenantOf(10)];
  const calling = quietApp();
  const bearer = await sessionToken({ role: 'manager', tenants: [small.slug, large.slug] });
  const standing = async (tenant: string) => {
    const { status, headers } = await calling(PATH, { bearer, tenant });
    return [status, headers.get('X-RateLimit-Limit'), headers.get('X-RateLimit-Remaining')];
  };
  expect(await standing(small.slug)).toEqual([404, '3', '2']);
  expect(await standing(small.slug)).toEqual([404, '3', '1']);
  expect(await standing(large.slug)).toEqual([404, '10', '9']);
  expect(await standing(small.slug)).toEqual([404, '3', '0']);
  expect(await standing(small.slug)).toEqual([429, '3', '0']);
  expect(await standing(large.slug)).toEqual([404, '10', '8']);
});

test('what is refused before a tenant is found counts for none, and platform routes neither', async () => {
  const tenant = await tenantOf(2);
  const calling = quietApp();
  const admin = await tenant.token('tenant_admin');
  for (let round = 0; round < 4; round += 1) {
    expect((await calling('/api/v1/audit-log', { bearer: await tenant.token('agent') })).status).toBe(403);
  }
  for (let round = 0; round < 4; round += 1) {
    expect((await calling(`/api/v1/tenants/${tenant.slug}`, { bearer: admin })).status).toBe(200);
  }
  expect((await calling('/api/v1/usage', { bearer: admin })).status).toBe(200);
});

test('a flood by one key takes few places of its tenant beyond its own limit', async () => {
  const tenant = await tenantOf(340);
  const calling = quietApp();
  const [flood, other] = [await tenant.key(), await tenant.key()];
  expect((await calling(PATH, { bearer: flood.key })).status).toBe(404);
  const answers = await Promise.all(Array.from({ length: 400 }, () => calling(PATH, { bearer: flood.key })));
  expect(answers.filter(({ status }) => status === 404)).toHaveLength(299);
  const after = await Promise.all(Array.from({ length: 20 }, () => calling(PATH, { bearer: other.key })));
  expect(new Set(after.map(({ status }) => status))).toEqual(new Set([404]));
});
