import { env } from 'cloudflare:workers';
import { afterEach, expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import type { Env } from '../../src/env.ts';
import { appOf } from '../support/app.ts';
import { freshTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-02';

afterEach(() => {
  vi.restoreAllMocks();
});

/** The real namespace, but for what asking an object of it comes to. */
function limitersThat(take: () => Promise<unknown>): Env['RATE_LIMITER'] {
  const broken = { getByName: () => ({ take, peek: take }) };
  return new Proxy(env.RATE_LIMITER, {
    get: (target, name) => (name in broken ? broken.getByName : Reflect.get(target, name)),
  });
}

test.each([
  ['fails', () => Promise.reject(new Error('gone'))],
  ['does not answer', () => new Promise<never>(() => {})],
])('a limiter that %s lets everything go on', async (_, take) => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const tenant = await freshTenant();
  const calling = appOf(ROUTES, { RATE_LIMITER: limitersThat(take) });
  const headers = { 'CF-Connecting-IP': '203.0.113.7' };

  const [manager, admin] = [await tenant.token('manager'), await tenant.token('tenant_admin')];
  // At once: each waits for a limiter until it is given up.
  const [read, key, refused, rating] = await Promise.all([
    calling(OVERVIEW, { bearer: manager }),
    calling('/api/v1/api-keys', {
      method: 'POST',
      bearer: admin,
      body: { name: 'Written', scopes: ['analytics:read'] },
    }),
    calling(OVERVIEW, { bearer: 'nonsense', headers }),
    calling('/api/v1/call/evaluate/none', {
      method: 'POST',
      tenant: tenant.slug,
      headers,
      body: { rating: 5 },
    }),
  ]);
  expect([
    read.status,
    read.headers.get('X-RateLimit-Limit'),
    read.headers.get('X-RateLimit-Remaining'),
  ]).toEqual([200, '300', null]);
  expect([key.status, refused.status, rating.status]).toEqual([201, 401, 404]);
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)).message);
  expect(lines).toEqual(Array.from({ length: 8 }, () => 'a rate limiter could not be reached'));
});

test('a limiter with more before it than it can answer refuses', async () => {
  const overloaded = Object.assign(new Error('Durable Object is overloaded.'), { overloaded: true });
  const calling = appOf(ROUTES, { RATE_LIMITER: limitersThat(() => Promise.reject(overloaded)) });
  const tenant = await freshTenant();
  const refused = await calling(OVERVIEW, { bearer: await tenant.token('manager') });
  expect([refused.status, refused.headers.get('Retry-After')]).toEqual([429, '1']);
});

test('whom an isolate knows to be refused costs neither limiter nor database', async () => {
  const asked: number[] = [];
  const take = async () => {
    asked.push(1);
    return { allowed: false, remaining: 0, retryAfterSeconds: 30 };
  };
  const calling = appOf(ROUTES, { RATE_LIMITER: limitersThat(take) });
  const { key } = await (await freshTenant()).key();
  const [first, second] = [
    await calling(OVERVIEW, { bearer: key }),
    await calling(OVERVIEW, { bearer: key }),
  ];
  expect([first.status, second.status, second.headers.get('Retry-After')]).toEqual([429, 429, '30']);
  // The caller's limit and its tenant's, once each.
  expect([asked.length, second.headers.get('X-RateLimit-Remaining')]).toEqual([2, '0']);
  expect(second.headers.get('Server-Timing')).toContain('trips=0 ');
});
