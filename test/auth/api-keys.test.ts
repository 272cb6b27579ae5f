import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createApiKey, listApiKeys, revokeApiKey, verifyApiKey } from '../../src/auth/api-keys.ts';
import { TenantCache } from '../../src/auth/credential-cache.ts';
import { type KeyText, parseKey } from '../../src/auth/key-secret.ts';
import { statement } from '../../src/db/statement.ts';
import type { DataSecrets } from '../../src/env.ts';
import { NotFound, Unauthenticated } from '../../src/errors.ts';
import { call } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const NOW = 1_795_000_000;
const OLD = 'the-old-data-secret-of-more-than-32-characters';
const CURRENT = 'the-new-data-secret-of-more-than-32-characters';
const ROWS = statement<{ secret_hash: string; last_used_at: number | null }>(
  'SELECT secret_hash, last_used_at FROM api_keys WHERE tenant = ?1 AND id = ?2',
);

let tenant: TestTenant;
let memory: TenantCache;

beforeEach(async () => {
  tenant = await freshTenant();
  memory = new TenantCache();
});

async function mint(expiresAt: number | null = null, secret = CURRENT): Promise<KeyText> {
  const wanted = { name: 'Key', scopes: ['ingest:write', 'analytics:read'] as const, expiresAt };
  const { key } = await createApiKey(contextOf(tenant, { config: { dataSecret: secret }, now: NOW }), wanted);
  const parsed = parseKey(key);
  if (!parsed) throw new Error(`Not a key: ${key}`);
  return parsed;
}

function verify(key: KeyText, now: number, config: DataSecrets = { dataSecret: CURRENT }) {
  return verifyApiKey({ store: tenant.store, memory, config, now }, key);
}

async function rowOf(id: string) {
  const [[row]] = await tenant.store.batch([ROWS.with(id)]);
  return row;
}

describe('a key', () => {
  test('is public up to its id; of the secret only a keyed hash is stored', async () => {
    const key = await mint(NOW + 5);
    expect(key.secret).toMatch(/^[0-9a-f]{64}$/);
    const row = await rowOf(key.id);
    expect(row?.secret_hash).toMatch(/^[0-9a-f]{64}$/);
    expect(row?.secret_hash).not.toBe(key.secret);
    expect(await listApiKeys(tenant)).toMatchObject([
      { id: key.id, prefix: `cmk_${tenant.slug}_${key.id}`, name: 'Key', createdAt: NOW, expiresAt: NOW + 5 },
    ]);
  });

  test('holds until it expires', async () => {
    const key = await mint(NOW + 5);
    expect((await verify(key, NOW + 4)).key.scopes).toEqual(['analytics:read', 'ingest:write']);
    await expect(verify(key, NOW + 5)).rejects.toThrow('has expired');
  });

  test('does not hold with another secret, id, tenant or data secret', async () => {
    const [key, other] = [await mint(), await mint()];
    await expect(verify({ ...key, secret: other.secret }, NOW)).rejects.toThrow(Unauthenticated);
    await expect(verify({ ...key, id: other.id }, NOW)).rejects.toThrow(Unauthenticated);
    await expect(verify({ ...key, id: '0'.repeat(16) }, NOW)).rejects.toThrow(Unauthenticated);
    await expect(verify(key, NOW, { dataSecret: OLD })).rejects.toThrow(Unauthenticated);
    const foreign = (await freshTenant()).store;
    const elsewhere = { store: foreign, memory, config: { dataSecret: CURRENT }, now: NOW };
    await expect(verifyApiKey(elsewhere, key)).rejects.toThrow(Unauthenticated);
    expect((await verify(key, NOW)).settings.slug).toBe(tenant.slug);
  });

  test('of before a rotation holds, and moves to the current data secret by use', async () => {
    const key = await mint(null, OLD);
    const { touch } = await verify(key, NOW, { dataSecret: CURRENT, previousDataSecret: OLD });
    expect(touch).toBeDefined();
    if (touch) await tenant.store.batch([touch]);
    memory = new TenantCache();
    expect((await verify(key, NOW, { dataSecret: CURRENT })).key.id).toBe(key.id);
  });

  test('has its last use written at most once an hour', async () => {
    const key = await mint();
    const first = await verify(key, NOW);
    if (first.touch) await tenant.store.batch([first.touch]);
    expect((await rowOf(key.id))?.last_used_at).toBe(NOW);
    memory = new TenantCache();
    expect((await verify(key, NOW + 3_599)).touch).toBeUndefined();
    expect((await verify(key, NOW + 3_600)).touch).toBeDefined();
    expect((await verify(key, NOW + 3_601)).touch).toBeUndefined();
  });

  test('revoked in another isolate works for less than 60 s more, in this one not at all', async () => {
    const [key, other] = [await mint(), await mint()];
    await verify(key, NOW);
    await verify(other, NOW);
    await revokeApiKey(contextOf(tenant, { now: NOW }), key.id);
    expect((await verify(key, NOW + 59)).key.id).toBe(key.id);
    await expect(verify(key, NOW + 60)).rejects.toThrow(Unauthenticated);
    await revokeApiKey(contextOf(tenant, { memory, now: NOW }), other.id);
    await expect(verify(other, NOW + 1)).rejects.toThrow(Unauthenticated);
    await expect(revokeApiKey(contextOf(tenant, { memory, now: NOW }), other.id)).rejects.toThrow(NotFound);
  });
});

describe('/api/v1/api-keys', () => {
  const PATH = '/api/v1/api-keys';

  afterEach(() => {
    vi.useRealTimers();
  });

  async function create(body: unknown) {
    return call(PATH, { method: 'POST', bearer: await tenant.token('tenant_owner'), body });
  }

  test('creates, uses, lists and revokes', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1_000 });
    const made = await create({
      name: ' Reports ',
      scopes: ['ingest:write', 'analytics:read', 'analytics:read'],
      expires_at: '2027-01-01T00:00:00+01:00',
    });
    const created = await made.json<{ id: string; key: string }>();
    const shown = {
      id: expect.stringMatching(/^[0-9a-f]{16}$/),
      name: 'Reports',
      scopes: ['analytics:read', 'ingest:write'],
      created_at: '2026-11-18T11:06:40Z',
      expires_at: '2026-12-31T23:00:00Z',
      allowed_ips: [],
    };
    const key = expect.stringMatching(new RegExp(`^cmk_${tenant.slug}_${created.id}_[0-9a-f]{64}$`));
    expect([made.status, created]).toEqual([201, { ...shown, key }]);

    const bearer = await tenant.token('tenant_admin');
    const used = await call(PATH, { headers: { 'X-API-Key': created.key } });
    expect([used.status, await used.json<{ detail: string }>()]).toMatchObject([
      403,
      { detail: 'API keys are not allowed to do this. Use a session.' },
    ]);
    await vi.waitFor(async () => {
      const listed = await call(PATH, { bearer });
      const prefix = `cmk_${tenant.slug}_${created.id}`;
      const last_used_at = '2026-11-18T11:06:40Z';
      expect(await listed.json()).toEqual({ api_keys: [{ ...shown, prefix, last_used_at }] });
    });

    const revoked = await call(`${PATH}/${created.id}`, { method: 'DELETE', bearer });
    expect([revoked.status, await revoked.text()]).toEqual([204, '']);
    expect((await call(PATH, { bearer: created.key })).status).toBe(401);
    expect((await call(`${PATH}/${created.id}`, { method: 'DELETE', bearer })).status).toBe(404);
  });

  test("another tenant's key cannot be revoked", async () => {
    const other = await freshTenant();
    const { id, key } = await other.key();
    const bearer = await tenant.token('tenant_admin');
    expect((await call(`${PATH}/${id}`, { method: 'DELETE', bearer })).status).toBe(404);
    expect((await call(PATH, { bearer: key })).status).toBe(403);
  });

  test.each<[string, unknown, string]>([
    ['an unknown scope', { name: 'x', scopes: ['everything'] }, 'scopes.0'],
    ['no scope', { name: 'x', scopes: [] }, 'scopes'],
    ['a blank name', { name: ' ', scopes: ['analytics:read'] }, 'name'],
    [
      'an expiry without offset',
      { name: 'x', scopes: ['analytics:read'], expires_at: '2030-01-01T00:00:00' },
      'expires_at',
    ],
    [
      'an expiry in the past',
      { name: 'x', scopes: ['analytics:read'], expires_at: '2020-01-01T00:00:00Z' },
      'expires_at',
    ],
    ['an unknown field', { name: 'x', scopes: ['analytics:read'], scope: 1 }, 'scope'],
  ])('refuses %s', async (_, body, path) => {
    const response = await create(body);
    const { errors } = await response.json<{ errors: { path: string }[] }>();
    expect([response.status, errors.map((error) => error.path)]).toEqual([400, [path]]);
  });

  test('a credential costs one trip, and none while it is remembered', async () => {
    const { key } = await tenant.key({ scopes: ['analytics:read'] });
    const trips = async () => {
      const response = await call(PATH, { bearer: key });
      await response.body?.cancel();
      return /trips=\d+ read=\d+/.exec(response.headers.get('Server-Timing') ?? '')?.[0];
    };
    expect([await trips(), await trips()]).toEqual(['trips=1 read=2', 'trips=0 read=0']);
  });
});
