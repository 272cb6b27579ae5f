import { expect, test } from 'vitest';
import { type CallOptions, call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-02';
let hosts = 0;

/** An IPv6 address of a network of its own; the host differs from call to call. */
function network(): () => Record<string, string> {
  const prefix = `2001:db8:${crypto.randomUUID().slice(0, 4)}:${crypto.randomUUID().slice(0, 4)}`;
  return () => {
    hosts += 1;
    return { 'CF-Connecting-IP': `${prefix}::${hosts.toString(16)}` };
  };
}

async function statusOf(path: string, options: CallOptions): Promise<number> {
  const response = await call(path, options);
  await response.body?.cancel();
  return response.status;
}

test('30 failed credentials a minute of one address; a good one is never refused for them', async () => {
  const tenant = await freshTenant();
  const { key } = await tenant.key();
  const address = network();
  const failing: CallOptions[] = [
    { bearer: 'nonsense' },
    { bearer: `${key.slice(0, -1)}${key.endsWith('A') ? 'B' : 'A'}` },
    { bearer: 'cmk_broken' },
    { headers: { 'X-API-Key': 'nonsense' } },
    { headers: { Authorization: 'Basic nonsense' } },
    { bearer: await tenant.token('manager', { exp: 1 }) },
  ];
  const attempt = (options: CallOptions) =>
    call(OVERVIEW, { ...options, headers: { ...address(), ...options.headers } });
  for (let round = 0; round < 5; round += 1) {
    for (const options of failing) expect((await attempt(options)).status).toBe(401);
  }
  for (const options of failing) {
    const response = await attempt(options);
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(response.headers.get('X-RateLimit-Limit')).toBeNull();
    const { status, limit } = await problemIn(response);
    expect([status, limit]).toEqual([429, 30]);
  }
  expect((await attempt({ bearer: key })).status).toBe(200);
  expect((await attempt({})).status).toBe(401);
  expect((await attempt({ bearer: await tenant.token('agent') })).status).toBe(403);
  expect(await statusOf(OVERVIEW, { bearer: 'nonsense', headers: network()() })).toBe(401);
});

test('what is no failed credential counts for nothing', async () => {
  const tenant = await freshTenant();
  const address = network();
  const token = await tenant.token('agent');
  const unknownRole = await tenant.token('manager', { role: 'king' });
  for (let round = 0; round < 31; round += 1) {
    expect(await statusOf(OVERVIEW, { headers: address() })).toBe(401);
    expect(await statusOf('/api/v1/api-keys', { bearer: token, headers: address() })).toBe(403);
    expect(await statusOf(OVERVIEW, { bearer: unknownRole, headers: address() })).toBe(403);
    const two = { ...address(), 'X-API-Key': 'one' };
    expect(await statusOf(OVERVIEW, { bearer: 'two', headers: two })).toBe(400);
  }
  expect(await statusOf(OVERVIEW, { bearer: 'nonsense', headers: address() })).toBe(401);
});

const RATING = '/api/v1/call/evaluate/no-such-call';

function rate(tenant: string, headers: Record<string, string>, body: unknown = { rating: 5 }) {
  return call(RATING, { method: 'POST', tenant, headers, body });
}

test('10 public ratings a minute of one address, whatever becomes of them', async () => {
  const tenant = await freshTenant();
  const address = network();
  const slugs = [tenant.slug, 'no-such-tenant', 'NO SLUG', tenant.slug, 'no-such-tenant'];
  for (const slug of [...slugs, ...slugs]) expect((await rate(slug, address())).status).toBe(404);
  for (const slug of slugs) {
    const response = await rate(slug, address());
    expect(Number(response.headers.get('Retry-After'))).toBeGreaterThan(0);
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe('*');
    const { status, limit } = await problemIn(response);
    expect([slug, status, limit]).toEqual([slug, 429, 10]);
  }
  expect((await rate(tenant.slug, address(), { rating: 'five' })).status).toBe(400);
  expect((await rate(tenant.slug, network()())).status).toBe(404);
});

test('an input that cannot be read is no try', async () => {
  const tenant = await freshTenant();
  const address = network();
  for (let round = 0; round < 11; round += 1) {
    expect((await rate(tenant.slug, address(), '{')).status).toBe(400);
  }
  expect((await rate(tenant.slug, address())).status).toBe(404);
});

test.each<[string, (tenant: TestTenant) => string]>([
  ['that exists', ({ slug }) => slug],
  ['that does not exist', ({ slug }) => `no-${slug}`],
])('60 public ratings a minute on a tenant %s', async (_, slugOf) => {
  const tenant = await freshTenant();
  const slug = slugOf(tenant);
  const tries = await Promise.all(Array.from({ length: 65 }, () => rate(slug, network()())));
  const statuses = tries.map(({ status }) => status);
  expect([
    statuses.filter((status) => status === 404).length,
    statuses.filter((status) => status === 429).length,
  ]).toEqual([60, 5]);
  const problem = await problemIn(await rate(slug, network()()));
  expect([problem.status, problem.limit, problem.detail]).toEqual([
    429,
    60,
    'Too many tries; wait as Retry-After says.',
  ]);
  expect((await rate((await freshTenant()).slug, network()())).status).toBe(404);
});
