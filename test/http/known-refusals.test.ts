import { env } from 'cloudflare:workers';
import { expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { createApiKey } from '../../src/auth/api-keys.ts';
import { hashKey, parseKey } from '../../src/auth/key-secret.ts';
import { statement } from '../../src/db/statement.ts';
import { readConfig } from '../../src/env.ts';
import { LOOKUPS_OF_REFUSED_ADDRESS } from '../../src/rate-limits/check.ts';
import { appOf } from '../support/app.ts';
import type { CallOptions } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-02';
const ONE_ADDRESS = { 'CF-Connecting-IP': '203.0.113.77' };

const DELETE_KEY = statement('DELETE FROM api_keys WHERE tenant = ?1 AND id = ?2');
const SET_HASH = statement('UPDATE api_keys SET secret_hash = ?3 WHERE tenant = ?1 AND id = ?2');

/** The real database, with a count of what is sent to it. */
function countedDatabase(): { DB: D1Database; batches(): number } {
  let batches = 0;
  const DB = new Proxy(env.DB, {
    get(target, name) {
      if (name === 'batch') batches += 1;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
  return { DB, batches: () => batches };
}

function quietApp(bindings: Parameters<typeof appOf>[1]) {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return appOf(ROUTES, bindings);
}

/** The real limiters, but that those of this limit refuse for 30 s. */
function refusing(limit: string) {
  const take = async () => ({ allowed: false, remaining: 0, retryAfterSeconds: 30 });
  return new Proxy(env.RATE_LIMITER, {
    get: (target, name) => {
      if (name === 'getByName') {
        return (id: string) => (id.startsWith(`${limit}/`) ? { take, peek: take } : target.getByName(id));
      }
      return Reflect.get(target, name);
    },
  });
}

test.each([
  ['requests', 'key'],
  ['requests', 'session'],
  ['requestsOfTenant', 'key'],
  ['requestsOfTenant', 'session'],
])('whom %s is known to refuse by a %s has nothing asked of the database', async (limit, kind) => {
  const tenant = await freshTenant();
  const { DB, batches } = countedDatabase();
  const calling = quietApp({ DB, RATE_LIMITER: refusing(limit) });
  const bearer = kind === 'key' ? (await tenant.key()).key : await tenant.token('manager');
  expect((await calling(OVERVIEW, { bearer })).status).toBe(429);
  const before = batches();
  const queries = [
    'date_from=0100-01-01&date_to=2026-01-01',
    'date_from=x',
    'date_from=2026-01-01&tz=Nowhere',
  ];
  for (let round = 0; round < 17; round += 1) {
    for (const query of queries) {
      const response = await calling(`/api/v1/analytics/overview?${query}`, { bearer });
      expect([response.status, response.headers.get('X-RateLimit-Remaining')]).toEqual([429, '0']);
    }
  }
  expect(batches() - before).toBe(0);
});

function inventedKey(slug: string): string {
  const id = crypto.randomUUID().replaceAll('-', '').slice(0, 16);
  return `cmk_${slug}_${id}_${'0'.repeat(64)}`;
}

test('an address beyond its failed credentials has few more keys looked up, and good ones pass', async () => {
  const tenant = await freshTenant();
  const { DB, batches } = countedDatabase();
  const calling = quietApp({ DB });
  const from = { headers: { 'CF-Connecting-IP': '198.51.100.7' } };
  const [seen, unseen] = [await tenant.key(), await tenant.key()];
  const attempt = async (options: CallOptions): Promise<number> =>
    (await calling(OVERVIEW, { ...options, ...from })).status;
  expect(await attempt({ bearer: seen.key })).toBe(200);
  for (let round = 0; round < 30; round += 1) {
    expect(await attempt({ bearer: inventedKey(tenant.slug) })).toBe(401);
  }
  expect(await attempt({ bearer: 'nonsense' })).toBe(429);
  expect(await attempt({ bearer: unseen.key })).toBe(200);
  const before = batches();
  for (let round = 0; round < 50; round += 1) {
    expect(await attempt({ bearer: inventedKey(tenant.slug) })).toBe(429);
  }
  expect(batches() - before).toBeLessThanOrEqual(LOOKUPS_OF_REFUSED_ADDRESS.limit);
  const [another, revoked] = [await tenant.key(), await tenant.key()];
  for (const { key } of [seen, unseen, another]) expect(await attempt({ bearer: key })).toBe(200);
  await tenant.store.batch([DELETE_KEY.with(revoked.id)]);
  expect(await attempt({ bearer: revoked.key })).toBe(429);
  const after = batches();
  expect([await attempt({ bearer: revoked.key }), batches() - after]).toEqual([429, 0]);
});

test('a key whose seal is of a forgotten secret is looked up as well', async () => {
  const tenant = await freshTenant();
  const calling = quietApp({});
  const from = { headers: { 'CF-Connecting-IP': '198.51.100.8' } };
  const OLD = 'a-forgotten-data-secret-of-more-than-32-characters';
  const wanted = { name: 'Old', scopes: ['analytics:read'], expiresAt: null } as const;
  const made = await createApiKey(contextOf(tenant, { config: { dataSecret: OLD } }), wanted);
  const key = parseKey(made.key)!;
  // Its hash has moved to the present secret by use, as it does during a rotation.
  await tenant.store.batch([SET_HASH.with(key.id, hashKey(key, readConfig(env).dataSecret))]);
  for (let round = 0; round < 31; round += 1) await calling(OVERVIEW, { bearer: 'nonsense', ...from });
  expect((await calling(OVERVIEW, { bearer: made.key, ...from })).status).toBe(200);
});

test('a key that does not exist is asked of the database once, and written down once', async () => {
  const tenant = await freshTenant();
  const { DB, batches } = countedDatabase();
  const calling = quietApp({ DB });
  const bearer = inventedKey(tenant.slug);
  const statuses: number[] = [];
  for (let round = 0; round < 10; round += 1)
    statuses.push((await calling(OVERVIEW, { bearer, headers: ONE_ADDRESS })).status);
  expect([new Set(statuses), batches()]).toEqual([new Set([401]), 2]);
});

test('a wrong secret of a known key asks nothing of the database, and is written down once', async () => {
  const tenant = await freshTenant();
  const { DB, batches } = countedDatabase();
  const calling = quietApp({ DB });
  const { key } = await tenant.key();
  expect((await calling(OVERVIEW, { bearer: key })).status).toBe(200);
  const before = batches();
  const wrong = `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`;
  for (let round = 0; round < 5; round += 1) {
    expect((await calling(OVERVIEW, { bearer: wrong, headers: ONE_ADDRESS })).status).toBe(401);
  }
  expect([batches() - before, (await calling(OVERVIEW, { bearer: key })).status]).toEqual([1, 200]);
});

test('what a request cost that was refused meanwhile stands in its log line', async () => {
  const tenant = await freshTenant();
  const calling = appOf(ROUTES, { RATE_LIMITER: refusing('requests') });
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const { DB, batches } = countedDatabase();
  const other = appOf(ROUTES, { DB, RATE_LIMITER: refusing('requests') });
  for (const [app, bearer] of [
    [calling, await tenant.token('manager')],
    [other, await tenant.token('manager')],
  ] as const) {
    log.mockClear();
    expect((await app(OVERVIEW, { bearer })).status).toBe(429);
    const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
    const line = lines.find(({ method }) => method === 'GET');
    expect(line).toMatchObject({ status: 429, trips: app === other ? batches() : 1 });
  }
});
