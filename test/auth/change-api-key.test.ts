import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listApiKeys } from '../../src/auth/api-keys.ts';
import type { Role } from '../../src/auth/roles.ts';
import { BOUNDS } from '../../src/bounds.ts';
import { call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const PATH = '/api/v1/api-keys';
const NOW = 1_795_000_000;
const DAY = 86_400;

interface Made {
  id: string;
  key: string;
  expires_at: string | null;
  allowed_ips: string[];
  detail: string;
  errors: { path: string }[];
  replaces: { id: string; expires_at: string };
}

let tenant: TestTenant;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1_000 });
  tenant = await freshTenant();
});
afterEach(() => {
  vi.useRealTimers();
});

function at(seconds: number): string {
  return new Date((NOW + seconds) * 1_000).toISOString().replace('.000', '');
}

async function send(method: string, path: string, body?: unknown, role: Role = 'tenant_admin') {
  const bearer = await tenant.token(role);
  const response = await call(path, { method, bearer, ...(body !== undefined && { body }) });
  return { status: response.status, body: await response.json<Made>() };
}

async function make(fields: Record<string, unknown> = {}, role: Role = 'tenant_admin'): Promise<Made> {
  const { status, body } = await send(
    'POST',
    PATH,
    { name: 'Key', scopes: ['analytics:read'], ...fields },
    role,
  );
  expect([status, body.detail]).toEqual([201, undefined]);
  return body;
}

/** What a read answers to a key, from an address. */
async function use(key: string, address?: string): Promise<number> {
  const headers = address === undefined ? {} : { 'CF-Connecting-IP': address };
  const response = await call('/v1/analytics/summary', { bearer: key, headers });
  await response.body?.cancel();
  return response.status;
}

describe('expiry', () => {
  test.each<[string, Record<string, unknown>, string | null]>([
    ['in a year by default', {}, at(365 * DAY)],
    ['never, if that is said', { expires_at: null }, null],
    ['as is said', { expires_at: at(60) }, at(60)],
  ])('%s', async (_, fields, expected) => {
    expect((await make(fields)).expires_at).toBe(expected);
  });

  test.each([
    '2101-01-01T00:00:00Z',
    '0099-01-01T00:00:00Z',
    '9999-12-31T23:59:59Z',
    at(0),
    at(-1),
    'soon',
    5,
  ])('refuses %s', async (expires_at) => {
    const { status, body } = await send('POST', PATH, { name: 'x', scopes: ['analytics:read'], expires_at });
    expect([status, body.errors.map(({ path }) => path)]).toEqual([400, ['expires_at']]);
  });
});

describe('the most keys of a tenant', () => {
  test('of many made at once as many are made as there is room for; the others are a 409', async () => {
    const { value } = BOUNDS.apiKeysPerTenant;
    for (let index = 0; index < value - 3; index += 1) await tenant.key();
    const bearer = await tenant.token('tenant_admin');
    const answers = await Promise.all(
      Array.from({ length: 8 }, () =>
        call(PATH, { method: 'POST', bearer, body: { name: 'x', scopes: ['analytics:read'] } }),
      ),
    );
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([201, 201, 201, 409, 409, 409, 409, 409]);
    expect(await answers.find(({ status }) => status === 409)?.json()).toMatchObject({
      detail: `This tenant has the maximum of ${value} API keys that have not expired. Revoke one first.`,
    });
    const [first] = await listApiKeys(tenant);
    expect((await send('POST', `${PATH}/${first?.id}/rotate`, {})).status).toBe(409);
    expect((await call(`${PATH}/${first?.id}`, { method: 'DELETE', bearer })).status).toBe(204);
    await make();
  });

  test('expired keys leave room, and only the newest of them stay in the list', async () => {
    const { value } = BOUNDS.apiKeysPerTenant;
    for (let index = 0; index < value + 5; index += 1) await tenant.key({ expiresAt: NOW - index });
    const { id } = await make();
    const left = await listApiKeys(tenant);
    expect(left.length).toBe(value + 1);
    expect(left.some((key) => key.id === id)).toBe(true);
    expect(Math.min(...left.map(({ expiresAt }) => expiresAt ?? 0))).toBe(NOW - value + 1);
  });
});

describe('rotation', () => {
  test('makes a key like the old one, which goes on until its deadline', async () => {
    const old = await make({ allowed_ips: ['203.0.113.0/24'], name: 'Sender', expires_at: null });
    const { status, body: made } = await send('POST', `${PATH}/${old.id}/rotate`, {});
    expect([status, made]).toEqual([
      201,
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        name: 'Sender',
        scopes: ['analytics:read'],
        created_at: at(0),
        expires_at: at(365 * DAY),
        allowed_ips: ['203.0.113.0/24'],
        key: expect.stringMatching(/^cmk_/),
        replaces: { id: old.id, expires_at: at(DAY) },
      },
    ]);
    expect(made.id).not.toBe(old.id);
    expect([await use(old.key, '203.0.113.9'), await use(made.key, '203.0.113.9')]).toEqual([200, 200]);
    vi.setSystemTime((NOW + DAY) * 1_000);
    expect([await use(old.key, '203.0.113.9'), await use(made.key, '203.0.113.9')]).toEqual([401, 200]);
    const bearer = await tenant.token('tenant_admin');
    const log = await call('/api/v1/audit-log?action=api_key_rotated', { bearer });
    expect(await log.json()).toMatchObject({
      entries: [{ subject: made.id, details: { replaces: old.id, old_key_expires_at: NOW + DAY } }],
    });
  });

  test('never prolongs the old key', async () => {
    const old = await make({ expires_at: at(60) });
    const { body } = await send('POST', `${PATH}/${old.id}/rotate`, { old_key_expires_at: at(DAY) });
    expect(body.replaces).toEqual({ id: old.id, expires_at: at(60) });
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['a deadline in 30 days and a second', { old_key_expires_at: at(30 * DAY + 1) }, 'old_key_expires_at'],
    ['a deadline that is past', { old_key_expires_at: at(-1) }, 'old_key_expires_at'],
    ['a deadline now', { old_key_expires_at: at(0) }, 'old_key_expires_at'],
    ['no end of the old key', { old_key_expires_at: null }, 'old_key_expires_at'],
    ['an expiry that is past', { expires_at: at(-1) }, 'expires_at'],
    ['further scopes', { scopes: ['ingest:write'] }, 'scopes'],
  ])('refuses %s', async (_, fields, path) => {
    const old = await make();
    const { status, body } = await send('POST', `${PATH}/${old.id}/rotate`, fields);
    expect([status, body.errors.map((error) => error.path)]).toEqual([400, [path]]);
    expect((await listApiKeys(tenant)).length).toBe(1);
  });

  test('an expired key is a 409, an unknown one and a foreign one a 404', async () => {
    const expired = await tenant.key({ expiresAt: NOW - 1 });
    const foreign = await (await freshTenant()).key();
    for (const [id, expected] of [
      [expired.id, 409],
      [foreign.id, 404],
      ['0000000000000000', 404],
    ] as const) {
      expect((await send('POST', `${PATH}/${id}/rotate`, {})).status).toBe(expected);
      expect((await send('PATCH', `${PATH}/${id}`, { name: 'x' })).status).toBe(expected);
    }
  });
});

describe('change', () => {
  test('changes what it names, at once, and writes that down', async () => {
    const made = await make();
    expect(await use(made.key, '198.51.100.1')).toBe(200);
    const change = { name: 'New', allowed_ips: ['203.0.113.9', '203.0.113.9/32'], expires_at: null };
    const { status, body } = await send('PATCH', `${PATH}/${made.id}`, change);
    const shown = { id: made.id, name: 'New', allowed_ips: ['203.0.113.9/32'], expires_at: null };
    expect([status, body]).toMatchObject([200, shown]);
    expect([await use(made.key, '198.51.100.1'), await use(made.key, '203.0.113.9')]).toEqual([403, 200]);
    expect((await send('PATCH', `${PATH}/${made.id}`, { allowed_ips: [] })).body).toMatchObject({
      name: 'New',
      allowed_ips: [],
    });
    expect(await use(made.key, '198.51.100.1')).toBe(200);
    const bearer = await tenant.token('tenant_admin');
    const log = await call('/api/v1/audit-log?action=api_key_changed', { bearer });
    expect(
      ((await log.json()) as { entries: { details: unknown }[] }).entries.map(({ details }) => details),
    ).toEqual(
      expect.arrayContaining([
        { name: 'New', expires_at: null, allowed_ips: ['203.0.113.9/32'] },
        { allowed_ips: [] },
      ]),
    );
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['nothing', {}, ''],
    ['other scopes', { scopes: ['ingest:write'] }, 'scopes'],
    ['an expiry that is past', { expires_at: at(-1) }, 'expires_at'],
    ['no range', { allowed_ips: ['everywhere'] }, 'allowed_ips.0'],
    ['a range of numbers', { allowed_ips: [5] }, 'allowed_ips.0'],
    ['ranges that are no list', { allowed_ips: '203.0.113.0/24' }, 'allowed_ips'],
    [
      'too many ranges',
      { allowed_ips: Array.from({ length: 21 }, (_, index) => `10.0.0.${index}`) },
      'allowed_ips',
    ],
  ])('refuses %s', async (_, fields, path) => {
    const { id } = await make();
    const { status, body } = await send('PATCH', `${PATH}/${id}`, fields);
    expect([status, body.errors[0]?.path]).toEqual([400, path]);
  });
});

describe('addresses', () => {
  test('a key is refused elsewhere and where the address is not known', async () => {
    const { key } = await make({ allowed_ips: ['203.0.113.0/24', '2001:db8::/32'] });
    const statuses = await Promise.all(
      ['203.0.113.7', '::ffff:203.0.113.7', '2001:db8::7', '198.51.100.7', '2001:db9::7', ''].map((address) =>
        use(key, address),
      ),
    );
    expect(statuses).toEqual([200, 200, 200, 403, 403, 403]);
    const headers = { 'CF-Connecting-IP': '198.51.100.7' };
    const response = await call('/v1/analytics/summary', { bearer: key, headers });
    expect(await response.json()).toMatchObject({
      detail: 'This API key is not allowed from the address of this request. See its allowed_ips.',
    });
  });

  test('of a wrong secret nothing is told but that it does not hold', async () => {
    const { key } = await make({ allowed_ips: ['203.0.113.0/24'] });
    const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
    expect([await use(wrong, '198.51.100.7'), await use(wrong, '203.0.113.7')]).toEqual([401, 401]);
  });
});

describe('grants', () => {
  const exporting = { name: 'x', scopes: ['analytics:export'] };

  test('nobody makes, rotates or changes a key that may do what its maker may not', async () => {
    const refused = await send('POST', PATH, exporting, 'tenant_owner');
    expect([refused.status, refused.body.detail]).toEqual([
      403,
      expect.stringContaining('Allowed: tenant_admin, super_admin'),
    ]);
    const { id } = await make(exporting);
    expect((await send('POST', `${PATH}/${id}/rotate`, {}, 'tenant_owner')).status).toBe(403);
    expect((await send('PATCH', `${PATH}/${id}`, { name: 'y' }, 'tenant_owner')).status).toBe(403);
    expect((await send('POST', `${PATH}/${id}/rotate`, {}, 'super_admin')).status).toBe(201);
    await make({ scopes: ['analytics:read', 'ingest:write', 'records:delete'] }, 'tenant_owner');
    expect((await listApiKeys(tenant)).length).toBe(3);
  });
});
