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
    { bearer: `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}` },
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
  // A known refusal comes before the input is looked at.
  expect((await rate(tenant.slug, address(), { rating: 'five' })).status).toBe(429);
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
])('5 public ratings a minute of one call id, on a tenant %s', async (_, slugOf) => {
  const slug = slugOf(await freshTenant());
  const publicRateLimits = await Promise.all(Array.from({ length: 7 }, () => rate(slug, network()())));
  expect(publicRateLimits.map(({ status }) => status).sort()).toEqual([404, 404, 404, 404, 404, 429, 429]);
  const { status, limit, detail } = await problemIn(await rate(slug, network()()));
  expect([status, limit, detail]).toEqual([
    429,
    5,
    'Too many attempts. Try again after Retry-After seconds.',
  ]);
  expect((await rate((await freshTenant()).slug, network()())).status).toBe(404);
});

function rateCall(tenant: TestTenant, id: string) {
  const path = `/api/v1/call/evaluate/${id}`;
  return call(path, { method: 'POST', tenant: tenant.slug, headers: network()(), body: { rating: 5 } });
}

async function tenantWithCalls(count: number): Promise<TestTenant> {
  const tenant = await freshTenant();
  const started_at = new Date(Date.now() - 600_000).toISOString();
  const records = Array.from({ length: count }, (_, index) => ({
    type: 'interaction',
    id: `c${index}`,
    kind: 'call',
    status: 'completed',
    started_at,
    duration_seconds: 60,
  }));
  const { key } = await tenant.key();
  const sent = await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
  expect(await sent.json()).toMatchObject({ created: count });
  return tenant;
}

test('tries with invented call ids leave the public rating of a tenant open', async () => {
  const tenant = await tenantWithCalls(1);
  const misses = await Promise.all(Array.from({ length: 70 }, (_, index) => rateCall(tenant, `no-${index}`)));
  expect(new Set(misses.map(({ status }) => status))).toEqual(new Set([404]));
  expect((await rateCall(tenant, 'c0')).status).toBe(201);
});

test('60 tries a minute that hit a call of one tenant; beyond it hit and miss are refused alike', async () => {
  const tenant = await tenantWithCalls(62);
  const hits = [];
  for (let index = 0; index < 60; index += 1) hits.push((await rateCall(tenant, `c${index}`)).status);
  expect(new Set(hits)).toEqual(new Set([201]));
  for (const id of ['c60', 'no-such-call', 'c0', 'c61']) {
    const { status, limit } = await problemIn(await rateCall(tenant, id));
    expect([id, status, limit]).toEqual([id, 429, 60]);
  }
  expect((await rate((await freshTenant()).slug, network()())).status).toBe(404);
});
