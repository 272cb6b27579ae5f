import { expect, test, vi } from 'vitest';
import * as z from 'zod';
import { statement } from '../../src/db/statement.ts';
import { InvalidInput } from '../../src/errors.ts';
import { defineOperation, type Operation } from '../../src/http/operation.ts';
import { appOf } from '../support/app.ts';
import { type CallOptions, call, problemIn } from '../support/client.ts';
import { freshTenant } from '../support/tenant.ts';

const RENAME = statement('UPDATE tenants SET name = ?2 WHERE tenant = ?1');
const NAME = statement<{ name: string }>('SELECT name FROM tenants WHERE tenant = ?1');

const permission = { scope: 'analytics:read', roles: ['manager'] } as const;
const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01&date_to=2026-03-02';

/** A request that costs no D1 trip of its own. */
const nothing = defineOperation({
  id: 'nothing',
  contract: 'core',
  method: 'GET',
  path: '/nothing',
  summary: 'A route of a test.',
  credential: 'tenant',
  permission,
  response: z.object({}),
  handle: () => ({}),
});

/** Writes, though it is a GET, and then fails. */
const rename = defineOperation({
  id: 'rename',
  contract: 'core',
  method: 'GET',
  path: '/rename',
  summary: 'A route of a test.',
  credential: 'tenant',
  permission,
  response: z.object({}),
  async handle({ store }) {
    await store.batch([RENAME.with('Renamed')]);
    throw new InvalidInput('Not like this.');
  },
});

type Caller = (path: string, options?: CallOptions) => Promise<Response>;

async function statusesOf(calling: Caller, count: number, options: CallOptions): Promise<number[]> {
  const answers = await Promise.all(Array.from({ length: count }, () => calling('/nothing', options)));
  return answers.map(({ status }) => status);
}

function standingIn({ headers }: Response) {
  return [headers.get('X-RateLimit-Limit'), headers.get('X-RateLimit-Remaining')];
}

function quietApp(routes: readonly Operation[] = [nothing, rename]): Caller {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  return appOf(routes);
}

test('300 of two Workers at once, and no more; other credentials go on', async () => {
  const tenant = await freshTenant();
  const [one, two] = [quietApp(), quietApp()];
  const { key } = await tenant.key();
  const statuses = await Promise.all([
    statusesOf(one, 170, { bearer: key }),
    statusesOf(two, 170, { bearer: key }),
  ]);
  expect(Map.groupBy(statuses.flat(), (status) => status).get(200)).toHaveLength(300);
  expect(Map.groupBy(statuses.flat(), (status) => status).get(429)).toHaveLength(40);

  const refused = await one('/nothing', { bearer: key });
  expect(standingIn(refused)).toEqual(['300', '0']);
  const seconds = Number(refused.headers.get('Retry-After'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(60);
  expect(await problemIn(refused)).toEqual({
    type: 'about:blank',
    title: 'Too Many Requests',
    status: 429,
    detail: 'Rate limit of this API key exceeded. Try again after Retry-After seconds.',
    limit: 300,
    request_id: refused.headers.get('X-Request-Id'),
  });

  const { key: another } = await tenant.key();
  for (const bearer of [another, await tenant.token('manager')]) {
    expect(standingIn(await one('/nothing', { bearer }))).toEqual(['300', '299']);
  }
});

test('a session counts by its user, whatever token or tenant it comes with', async () => {
  const [a, b] = [await freshTenant(), await freshTenant()];
  const calling = quietApp();
  const sub = crypto.randomUUID();
  const first = await a.token('manager', { sub });
  const second = await b.token('manager', { sub, name: 'Ana' });
  await statusesOf(calling, 299, { bearer: first });
  expect(standingIn(await calling('/nothing', { bearer: second }))).toEqual(['300', '0']);
  for (const bearer of [first, second]) {
    const { status, detail, limit } = await problemIn(await calling('/nothing', { bearer }));
    expect([status, detail, limit]).toEqual([
      429,
      'Rate limit exceeded. Try again after Retry-After seconds.',
      300,
    ]);
  }
});

test('a refused request changes nothing, and the refusal goes before every other problem', async () => {
  const tenant = await freshTenant();
  const calling = quietApp();
  const bearer = await tenant.token('manager');
  await statusesOf(calling, 299, { bearer });
  expect((await calling('/nothing', { bearer })).status).toBe(200);
  const paths: [path: string, tenant?: string][] = [
    ['/rename'],
    ['/nothing?unknown=1'],
    ['/nothing', 'no-such-tenant'],
  ];
  for (const [path, slug] of paths) {
    const response = await calling(path, { bearer, ...(slug && { tenant: slug }) });
    expect([path, response.status, ...standingIn(response)]).toEqual([path, 429, '300', '0']);
  }
  expect(await tenant.store.batch([NAME.with()])).toEqual([[{ name: 'Test tenant' }]]);
  const other = await tenant.token('manager');
  expect((await calling('/rename', { bearer: other })).status).toBe(400);
  expect(await tenant.store.batch([NAME.with()])).toEqual([[{ name: 'Renamed' }]]);
});

test('every answer to a good credential tells its standing, errors too; others tell none', async () => {
  const tenant = await freshTenant();
  const [manager, agent] = [await tenant.token('manager'), await tenant.token('agent')];
  const { key } = await tenant.key({ scopes: ['ingest:write'] });
  const cases: [path: string, options: CallOptions, status: number, remaining: string | null][] = [
    [OVERVIEW, { bearer: manager }, 200, '299'],
    [`${OVERVIEW}&nothing=1`, { bearer: manager }, 400, '298'],
    ['/api/v1/interactions/none', { bearer: manager }, 404, '297'],
    [OVERVIEW, { bearer: manager, tenant: 'no-such-tenant' }, 403, '296'],
    ['/api/v1/ingest', { bearer: key, method: 'POST', body: 'x' }, 400, '299'],
    [OVERVIEW, { headers: { 'X-API-Key': key } }, 403, '298'],
    ['/api/v1/api-keys', { bearer: agent }, 403, '299'],
    [OVERVIEW, {}, 401, null],
    [OVERVIEW, { bearer: 'nonsense' }, 401, null],
    ['/healthz', { bearer: manager }, 200, null],
  ];
  for (const [path, options, status, remaining] of cases) {
    const response = await call(path, options);
    await response.body?.cancel();
    const limit = remaining === null ? null : '300';
    expect([path, response.status, ...standingIn(response)]).toEqual([path, status, limit, remaining]);
  }
});

test('the last use of a key is noted where it is let in, and only there', async () => {
  const tenant = await freshTenant();
  const calling = quietApp();
  const { key } = await tenant.key();
  const USED = statement<{ used: number | null }>(
    'SELECT last_used_at AS used FROM api_keys WHERE tenant = ?1',
  );
  const FORGET = statement('UPDATE api_keys SET last_used_at = NULL WHERE tenant = ?1');
  await statusesOf(calling, 300, { bearer: key });
  expect(await tenant.store.batch([USED.with()])).toEqual([[{ used: expect.any(Number) }]]);
  await tenant.store.batch([FORGET.with()]);
  const fresh = quietApp();
  expect((await fresh('/nothing', { bearer: key })).status).toBe(429);
  expect(await tenant.store.batch([USED.with()])).toEqual([[{ used: null }]]);
});
