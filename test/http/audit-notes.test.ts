import { expect, test, vi } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { statement } from '../../src/db/statement.ts';
import { appOf } from '../support/app.ts';
import { freshTenant, sessionToken, type TestTenant } from '../support/tenant.ts';

interface Row {
  action: string;
  actor_kind: string;
  actor_id: string;
  subject: string | null;
  details: string;
  request_id: string | null;
  address_hash: string | null;
  repeated: number;
}

const ENTRIES = statement<Row>(`
  SELECT e.action, e.actor_kind, e.actor_id, e.subject, e.details, e.request_id, e.address_hash,
    coalesce(r.times, 0) AS repeated
  FROM audit_log e LEFT JOIN audit_repeats r ON r.tenant = ?1 AND r.at = e.at AND r.id = e.id
  WHERE e.tenant = ?1 AND e.action = ?2 ORDER BY e.at, e.id`);
const HASH = expect.stringMatching(/^[0-9a-f]{32}$/);

async function entries(tenant: TestTenant, action: string): Promise<Row[]> {
  const [rows] = await tenant.store.batch([ENTRIES.with(action)]);
  return rows;
}

const secretOf = (character: string): string => character.repeat(64);
const badKey = (tenant: string): string => `cmk_${tenant}_${'a'.repeat(16)}_${secretOf('0')}`;
const from = (address: string) => ({ 'CF-Connecting-IP': address });

test('entries name the request and a hash of the address, equal for equal addresses', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  const bearer = await tenant.token('tenant_owner');
  const change = (name: string, address: string, id: string) =>
    call(`/api/v1/tenants/${tenant.slug}`, {
      method: 'PATCH',
      bearer,
      headers: { ...from(address), 'X-Request-Id': id },
      body: { name },
    });
  await change('One', '203.0.113.7', 'r-1');
  await change('Two', '203.0.113.7', 'r-2');
  await change('Three', '203.0.113.8', 'r-3');
  await change('Four', '2001:db8:1:2:3::4', 'r-4');
  await change('Five', '2001:db8:1:2:9::9', 'r-5');
  const [one, two, three, four, five] = await entries(tenant, 'tenant_changed');
  expect(one).toMatchObject({ request_id: 'r-1', address_hash: HASH });
  expect(two).toMatchObject({ request_id: 'r-2', address_hash: one?.address_hash });
  expect(three?.address_hash).not.toBe(one?.address_hash);
  expect(five?.address_hash).toBe(four?.address_hash);
  const { entries: shown } = await (await call('/api/v1/audit-log?action=tenant_changed', { bearer })).json<{
    entries: { request_id: string; address_hash: string; repeated: number }[];
  }>();
  expect(shown.at(-1)).toMatchObject({ request_id: 'r-1', address_hash: one?.address_hash, repeated: 0 });
  expect(JSON.stringify(shown)).not.toContain('203.0.113');
});

test('failed log-ins: an entry per minute and address; each a log line', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  const warn = vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bearer = badKey(tenant.slug);
  for (let publicRateLimits = 0; publicRateLimits < 5; publicRateLimits += 1) {
    expect((await call('/api/v1/audit-log', { bearer, headers: from('198.51.100.1') })).status).toBe(401);
  }
  await call('/api/v1/audit-log', { bearer, headers: from('198.51.100.2') });
  const rows = await entries(tenant, 'log_in_failed');
  expect(rows.map(({ actor_kind, repeated }) => [actor_kind, repeated])).toEqual([
    ['unknown', 0],
    ['unknown', 0],
  ]);
  for (const row of rows) expect(row.actor_id).toBe(row.address_hash);
  expect(JSON.parse(rows[0]!.details)).toEqual({ credential: 'api_key', key_id: 'a'.repeat(16) });
  const lines = warn.mock.calls.map(([line]) => JSON.parse(String(line)));
  warn.mockRestore();
  expect(lines).toHaveLength(6);
  expect(lines[0]).toEqual({
    level: 'warn',
    event: 'log_in_failed',
    tenant: tenant.slug,
    key_id: 'a'.repeat(16),
    address_hash: rows[0]!.address_hash,
    request_id: rows[0]!.request_id,
  });
  expect(JSON.stringify([lines, rows])).not.toContain('198.51');
  expect(JSON.stringify([lines, rows])).not.toContain(secretOf('0'));
});

test('a session that does not hold is written down where it names a tenant; no credential is no log-in', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bearer = await sessionToken({ role: 'manager', tenants: [tenant.slug] }, 'x'.repeat(40));
  expect((await call('/api/v1/audit-log', { bearer })).status).toBe(401);
  expect(await entries(tenant, 'log_in_failed')).toEqual([]);
  await call('/api/v1/audit-log', { bearer, tenant: tenant.slug });
  await call('/api/v1/audit-log', { tenant: tenant.slug });
  vi.restoreAllMocks();
  expect((await entries(tenant, 'log_in_failed')).map(({ details }) => JSON.parse(details))).toEqual([
    { credential: 'session', key_id: null },
  ]);
});

test('strangers from many addresses make at most eleven entries a minute, at once or one by one', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const bearer = badKey(tenant.slug);
  const attempt = (index: number) => call('/api/v1/audit-log', { bearer, headers: from(`192.0.2.${index}`) });
  await Promise.all(Array.from({ length: 20 }, (_, index) => attempt(index)));
  for (let index = 20; index < 30; index += 1) await attempt(index);
  await attempt(25);
  vi.restoreAllMocks();
  const rows = await entries(tenant, 'log_in_failed');
  expect(rows).toHaveLength(11);
  expect(rows.filter(({ actor_id }) => actor_id === 'other addresses')).toHaveLength(1);
});

test('a tenant that does not exist has no entries, and the answer does not tell it from one that does', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const answers = [];
  for (const slug of [tenant.slug, 'no-such-tenant']) {
    const response = await call('/api/v1/audit-log', { bearer: badKey(slug) });
    answers.push([response.status, response.headers.get('Server-Timing')]);
  }
  vi.restoreAllMocks();
  expect(answers).toEqual([
    [401, null],
    [401, null],
  ]);
  const ALL = statement<{ count: number }>('SELECT count(*) AS count FROM audit_log WHERE tenant = ?1');
  const nobody = { ...tenant, store: tenant.store };
  const [[own]] = await nobody.store.batch([ALL.with()]);
  expect(own?.count).toBe(2);
  const { env } = await import('cloudflare:workers');
  const strange = await env.DB.prepare(
    "SELECT count(*) AS count FROM audit_log WHERE tenant = 'no-such-tenant'",
  ).first();
  expect(strange).toEqual({ count: 0 });
});

test('refusals: an entry a minute and caller, however many routes are tried', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  const bearer = await tenant.token('tenant_readonly', { sub: 'rita' });
  for (const path of ['/api/v1/audit-log', '/api/v1/api-keys', '/api/v1/audit-log']) {
    expect((await call(path, { bearer })).status).toBe(403);
  }
  const { id, key } = await tenant.key({ scopes: ['ingest:write'] });
  expect((await call('/api/v1/evaluations', { bearer: key })).status).toBe(403);
  expect(await entries(tenant, 'access_refused')).toMatchObject([
    {
      actor_kind: 'session',
      actor_id: 'rita',
      details: '{"method":"GET","route":"/api/v1/audit-log"}',
      request_id: expect.any(String),
      address_hash: HASH,
      repeated: 2,
    },
    { actor_kind: 'key', actor_id: id, repeated: 0 },
  ]);
});

test('who asks for a foreign tenant stands in the own log, not in that one’s', async () => {
  const [own, foreign] = [await freshTenant(), await freshTenant()];
  const call = appOf(ROUTES);
  const bearer = await own.token('tenant_owner', { sub: 'olga' });
  expect((await call('/api/v1/audit-log', { bearer, tenant: foreign.slug })).status).toBe(403);
  expect(await entries(own, 'access_refused')).toMatchObject([{ actor_id: 'olga' }]);
  expect(await entries(foreign, 'access_refused')).toEqual([]);
});

test('reads of evaluations and of the log itself: an entry a minute, caller and route, and no write for the others', async () => {
  const tenant = await freshTenant();
  const call = appOf(ROUTES);
  const bearer = await tenant.token('tenant_owner', { sub: 'olga' });
  for (const path of [
    '/api/v1/evaluations',
    '/api/v1/evaluations?page=2',
    '/api/v1/audit-log',
    '/api/v1/audit-log',
  ]) {
    expect((await call(path, { bearer })).status).toBe(200);
  }
  expect((await call('/api/v1/evaluations/none', { bearer })).status).toBe(404);
  const { key } = await tenant.key();
  await call('/api/v1/evaluations', { bearer: key });
  expect(await entries(tenant, 'personal_data_read')).toMatchObject([
    { actor_kind: 'session', actor_id: 'olga', subject: '/api/v1/evaluations', repeated: 0 },
    { actor_kind: 'key', subject: '/api/v1/evaluations', repeated: 0 },
  ]);
  expect(await entries(tenant, 'audit_log_read')).toMatchObject([
    { actor_id: 'olga', subject: '/api/v1/audit-log', request_id: expect.any(String), repeated: 0 },
  ]);
});
