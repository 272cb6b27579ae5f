import { beforeEach, describe, expect, test } from 'vitest';
import type { Role } from '../../src/auth/roles.ts';
import { statement } from '../../src/db/statement.ts';
import { call } from '../support/client.ts';
import { freshTenant, sessionToken, type TestTenant } from '../support/tenant.ts';

const PATH = '/api/v1/tenants';
const STATE = statement('SELECT * FROM rollup_state WHERE tenant = ?1');

let root: string;
let tenant: TestTenant;

beforeEach(async () => {
  root = await sessionToken({ role: 'super_admin' });
  tenant = await freshTenant({
    name: 'Acme',
    timeZone: 'America/Sao_Paulo',
    countryCode: '55',
    retentionDays: 400,
  });
});

function slugOf(): string {
  return `t-${crypto.randomUUID().slice(0, 18)}`;
}

async function send(
  method: string,
  path: string,
  bearer: string,
  body?: unknown,
): Promise<[number, unknown]> {
  const response = await call(path, { method, bearer, ...(body !== undefined && { body }) });
  return [response.status, await response.json()];
}

const DEFAULT_QUOTAS = {
  requests_per_minute: null,
  records_per_day: null,
  exports_per_day: null,
  stored_records: null,
  stored_bytes: null,
};

describe('POST', () => {
  test('creates a tenant with its defaults and its empty rollups', async () => {
    const slug = slugOf();
    const body = { slug, name: ' Acme ', time_zone: 'Asia/Kathmandu' };
    expect(await send('POST', PATH, root, body)).toEqual([
      201,
      {
        slug,
        name: 'Acme',
        time_zone: 'Asia/Kathmandu',
        profile: 'complete',
        country_code: null,
        country: null,
        retention_days: 400,
        public_evaluations: true,
        quotas: DEFAULT_QUOTAS,
        created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/),
        status: 'active',
        removal: null,
      },
    ]);
    expect(await send('POST', PATH, root, body)).toMatchObject([409, { status: 409 }]);
  });

  test('its rollups begin at generation 1', async () => {
    const [states] = await tenant.store.batch([STATE.with()]);
    expect(states).toMatchObject([
      { generation: 1, time_zone: 'America/Sao_Paulo', version: 0, reconcile_differences: 0 },
    ]);
  });

  test.each<[string, Record<string, unknown>]>([
    ['slug', { slug: 'a' }],
    ['slug', { slug: 'a'.repeat(41) }],
    ['slug', { slug: 'with_underscore' }],
    ['slug', { slug: 'Upper' }],
    ['name', { name: '' }],
    ['time_zone', { time_zone: 'Mars/Olympus' }],
    ['time_zone', { time_zone: '+02:00' }],
    ['profile', { profile: 'basic' }],
    ['country_code', { country_code: '+55' }],
    ['country_code', { country_code: '055' }],
    ['country_code', { country_code: '999' }],
    ['country', { country: 'CA' }],
    ['country', { country_code: '351', country: 'CA' }],
    ['country', { country_code: '1', country: 'ca' }],
    ['country', { country_code: '1', country: 'CAN' }],
    ['country', { country_code: '1', country: 'ZZ' }],
    ['retention_days', { retention_days: 0 }],
    ['retention_days', { retention_days: 1.5 }],
    ['public_evaluations', { public_evaluations: 'yes' }],
    ['timezone', { timezone: 'UTC' }],
  ])('refuses a bad %s: %o', async (path, change) => {
    const body = { slug: slugOf(), name: 'Acme', time_zone: 'UTC', ...change };
    const [status, problem] = await send('POST', PATH, root, body);
    expect([status, problem]).toEqual([
      400,
      expect.objectContaining({ errors: [{ path, message: expect.any(String) }] }),
    ]);
  });
});

test('GET lists every tenant by slug', async () => {
  const [status, body] = await send('GET', PATH, root);
  const { tenants } = body as { tenants: { slug: string }[] };
  const slugs = tenants.map(({ slug }) => slug);
  expect(status).toBe(200);
  expect(slugs).toContain(tenant.slug);
  expect(slugs).toEqual(slugs.toSorted());
});

describe('one tenant', () => {
  const shown = () => ({
    slug: tenant.slug,
    name: 'Acme',
    time_zone: 'America/Sao_Paulo',
    profile: 'complete',
    country_code: '55',
    country: null,
    retention_days: 400,
    public_evaluations: true,
    quotas: DEFAULT_QUOTAS,
    created_at: expect.any(String),
    status: 'active',
    removal: null,
  });

  test.each<Role>(['tenant_owner', 'tenant_admin', 'super_admin'])('%s reads it', async (role) => {
    expect(await send('GET', `${PATH}/${tenant.slug}`, await tenant.token(role))).toEqual([200, shown()]);
  });

  test('an unknown one and a foreign one are the same 403, to read and to change', async () => {
    const foreign = await freshTenant();
    const owner = await tenant.token('tenant_owner');
    const answers = [
      await send('GET', `${PATH}/${foreign.slug}`, owner),
      await send('GET', `${PATH}/no-such-tenant`, owner),
      await send('GET', `${PATH}/NOT%20A%20SLUG`, owner),
      await send('GET', `${PATH}/no-such-tenant`, root),
      await send('PATCH', `${PATH}/${foreign.slug}`, owner, { name: 'Mine' }),
      await send('PATCH', `${PATH}/no-such-tenant`, owner, { name: 'Mine' }),
      await send('PATCH', `${PATH}/no-such-tenant`, root, { name: 'Mine' }),
    ].map(([status, body]) => [status, (body as { detail: string }).detail]);
    const refusal = 'This credential has no access to that tenant. Send one of its own tenants in X-Tenant.';
    expect(answers).toEqual(answers.map(() => [403, refusal]));
    expect(await send('GET', `${PATH}/${foreign.slug}`, root)).toMatchObject([200, { name: 'Test tenant' }]);
  });

  test('PATCH changes what it names and nothing else, at once', async () => {
    const owner = await tenant.token('tenant_owner');
    const path = `${PATH}/${tenant.slug}`;
    const { key } = await tenant.key();
    await call('/api/v1/api-keys', { bearer: key });
    expect(await send('PATCH', path, owner, { country_code: null })).toEqual([
      200,
      { ...shown(), country_code: null },
    ]);
    const change = { name: 'Acme 2', time_zone: 'UTC', retention_days: 30, public_evaluations: false };
    expect(await send('PATCH', path, owner, change)).toEqual([
      200,
      { ...shown(), ...change, country_code: null },
    ]);
    expect(await send('GET', path, owner)).toEqual([200, { ...shown(), ...change, country_code: null }]);
    const [states] = await tenant.store.batch([STATE.with()]);
    expect(states).toMatchObject([{ time_zone: 'America/Sao_Paulo' }]);
  });

  test('a country goes with its calling code, as they are after the change', async () => {
    const owner = await tenant.token('tenant_owner');
    const path = `${PATH}/${tenant.slug}`;
    const change = (body: unknown) => send('PATCH', path, owner, body);
    const refused = [
      400,
      { errors: [{ path: 'country', message: expect.stringContaining('calling code') }] },
    ];
    expect(await change({ country: 'CA' })).toMatchObject(refused);
    expect(await change({ country_code: '1', country: 'PT' })).toMatchObject(refused);
    expect(await change({ country_code: '1', country: 'CA' })).toEqual([
      200,
      { ...shown(), country_code: '1', country: 'CA' },
    ]);
    expect(await change({ country_code: '351' })).toMatchObject(refused);
    expect(await change({ country_code: null })).toMatchObject(refused);
    expect(await change({ country: 'BS' })).toMatchObject([200, { country_code: '1', country: 'BS' }]);
    expect(await change({ name: 'Acme 2' })).toMatchObject([200, { country_code: '1', country: 'BS' }]);
    expect(await change({ country_code: '351', country: null })).toMatchObject([
      200,
      { country_code: '351', country: null },
    ]);
  });

  test.each<[number, Role, unknown]>([
    [403, 'tenant_owner', { profile: 'voice' }],
    [200, 'super_admin', { profile: 'voice' }],
    [400, 'super_admin', { slug: 'another' }],
    [400, 'tenant_owner', {}],
    [400, 'tenant_owner', { name: null }],
  ])('PATCH answers %i to %s with %o', async (status, role, body) => {
    expect((await send('PATCH', `${PATH}/${tenant.slug}`, await tenant.token(role), body))[0]).toBe(status);
  });
});
