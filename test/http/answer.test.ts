import { afterEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { InvalidInput, Unavailable } from '../../src/errors.ts';
import { defineOperation, defineShared, type Operation, Reply } from '../../src/http/operation.ts';
import { appOf } from '../support/app.ts';
import { problemIn } from '../support/client.ts';
import { freshTenant, sessionToken } from '../support/tenant.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

function open(path: string, handle: () => unknown): Operation {
  return defineOperation({
    id: path.slice(1),
    contract: 'core',
    method: 'GET',
    path,
    summary: 'A route of a test.',
    credential: 'none',
    response: z.unknown(),
    handle,
  });
}

test('a reply, a response and plain data', async () => {
  const call = appOf([
    open('/data', () => ({ a: 1 })),
    open('/reply', () => new Reply({ b: 2 }, { status: 202, headers: { 'Retry-After': '5' } })),
    open('/file', () => Response.redirect('https://callmeter.test/elsewhere', 302)),
  ]);
  const data = await call('/data');
  expect([data.status, data.headers.get('Content-Type'), await data.json()]).toEqual([
    200,
    'application/json',
    { a: 1 },
  ]);
  const reply = await call('/reply');
  expect([reply.status, reply.headers.get('Retry-After'), await reply.json()]).toEqual([202, '5', { b: 2 }]);
  const file = await call('/file');
  expect([file.status, file.headers.get('Cache-Control')]).toEqual([302, 'private, no-store']);
  const head = await call('/data', { method: 'HEAD' });
  expect([head.status, await head.text()]).toEqual([200, '']);
});

test('an unforeseen error tells the caller nothing and the log no number', async () => {
  const log = vi.spyOn(console, 'error').mockImplementation(() => {});
  const call = appOf([
    open('/broken', () => {
      throw new Error('Bad phone +55 11 98765-4321 of ana@example.com');
    }),
  ]);
  const response = await call('/broken', { headers: { 'X-Request-Id': 'r-1' } });
  expect(await problemIn(response)).toEqual({
    type: 'about:blank',
    title: 'Internal Server Error',
    status: 500,
    detail: 'Internal error. Please quote the request_id when you report it.',
    request_id: 'r-1',
  });
  const line = String(log.mock.calls[0]?.[0]);
  expect(line).toContain('Bad phone [digits] of [address]');
  expect(JSON.parse(line)).toMatchObject({ level: 'error', route: '/broken', request_id: 'r-1' });
});

test('503 with Retry-After', async () => {
  const call = appOf([
    open('/later', () => {
      throw new Unavailable('Too much is waiting; try again.', 7);
    }),
  ]);
  const response = await call('/later');
  expect([response.status, response.headers.get('Retry-After')]).toEqual([503, '7']);
  expect((await problemIn(response)).detail).toBe('Too much is waiting; try again.');
});

test('the log line holds the route pattern, never the query', async () => {
  const log = vi.spyOn(console, 'log').mockImplementation(() => {});
  const call = appOf([open('/data', () => ({}))]);
  await call('/data?phone=%2B5511987654321', { headers: { 'X-Request-Id': 'bad id!' } });
  await call('/5511987654321');
  const lines = log.mock.calls.map(([line]) => JSON.parse(String(line)));
  expect(lines.map(({ method, route, status }) => [method, route, status])).toEqual([
    ['GET', '/data', 400],
    ['GET', '(none)', 404],
  ]);
  expect(JSON.stringify(lines)).not.toContain('5511987654321');
  expect(lines[0].request_id).toMatch(/^[0-9a-f-]{36}$/);
});

test('operations that share a path', async () => {
  const tenant = await freshTenant();
  const alternative = (name: string, roles: ['manager'] | ['agent'], query: z.ZodObject) =>
    defineOperation({
      id: name,
      contract: 'core',
      method: 'GET',
      path: '/shared',
      summary: 'A route of a test.',
      credential: 'tenant',
      permission: { scope: name === 'one' ? 'analytics:read' : 'analytics:export', roles },
      query,
      response: z.object({ by: z.string() }),
      handle: () => ({ by: name }),
    });
  const one = alternative('one', ['manager'], z.object({ a: z.string().optional() }));
  const two = alternative('two', ['agent'], z.object({ b: z.string().optional() }));
  const call = appOf([
    defineShared([one, two], ({ queryNames, credentialKind }) => {
      if (queryNames.has('a') && queryNames.has('b')) throw new InvalidInput('Either a or b, not both.');
      if (queryNames.has('a')) return one;
      return queryNames.has('b') || credentialKind === 'key' ? two : one;
    }),
  ]);
  const [manager, agent] = [await tenant.token('manager'), await tenant.token('agent')];
  const { key } = await tenant.key({ scopes: ['analytics:export'] });
  const cases: [string, string | undefined, number, string | undefined][] = [
    ['/shared', manager, 200, 'one'],
    ['/shared', key, 200, 'two'],
    ['/shared', agent, 403, undefined],
    ['/shared?b=1', agent, 200, 'two'],
    ['/shared?b=1', manager, 403, undefined],
    ['/shared?a=1', key, 403, undefined],
    ['/shared?a=1&b=1', manager, 400, undefined],
    ['/shared?a=1&b=1', undefined, 401, undefined],
    ['/shared?a=1&c=1', manager, 400, undefined],
  ];
  for (const [path, bearer, status, by] of cases) {
    const response = await call(path, bearer === undefined ? {} : { bearer });
    const body = await response.json<{ by?: string }>();
    expect([path, response.status, body.by]).toEqual([path, status, by]);
  }
});

test('a public route takes its tenant from X-Tenant and no credential', async () => {
  const tenant = await freshTenant();
  const call = appOf([
    defineOperation({
      id: 'public',
      contract: 'core',
      method: 'POST',
      path: '/public',
      summary: 'A route of a test.',
      credential: 'public-tenant',
      cors: 'open',
      response: z.object({ slug: z.string(), kind: z.string() }),
      handle: ({ tenant: { slug }, actor }) => ({ slug, kind: actor.kind }),
    }),
  ]);
  const found = await call('/public', { method: 'POST', tenant: tenant.slug, bearer: 'ignored' });
  expect([found.status, await found.json()]).toEqual([200, { slug: tenant.slug, kind: 'public' }]);
  expect(found.headers.get('Access-Control-Allow-Origin')).toBe('*');
  const unknown = await problemIn(await call('/public', { method: 'POST', tenant: 'no-such-tenant' }));
  const malformed = await problemIn(await call('/public', { method: 'POST', tenant: 'NOT A SLUG' }));
  expect([unknown.status, malformed.status, malformed.detail]).toEqual([404, 404, unknown.detail]);
  expect((await call('/public', { method: 'POST' })).status).toBe(400);
});

test('which tenant a credential works on', async () => {
  const [a, b] = [await freshTenant(), await freshTenant()];
  const call = appOf([
    defineOperation({
      id: 'mine',
      contract: 'core',
      method: 'GET',
      path: '/mine',
      summary: 'A route of a test.',
      credential: 'tenant',
      permission: { scope: 'analytics:read', roles: ['manager', 'super_admin'] },
      response: z.object({ slug: z.string() }),
      handle: ({ store }) => ({ slug: store.tenant }),
    }),
  ]);
  const both = await sessionToken({ role: 'manager', tenants: [a.slug, b.slug] });
  const root = await sessionToken({ role: 'super_admin' });
  const none = await sessionToken({ role: 'manager' });
  const gone = await sessionToken({ role: 'manager', tenants: ['no-such-tenant'] });
  const odd = await sessionToken({ role: 'manager', tenants: a.slug });
  const { key } = await a.key();
  const cases: [string, string | undefined, number, string | undefined][] = [
    [await a.token('manager'), undefined, 200, a.slug],
    [both, b.slug, 200, b.slug],
    [both, undefined, 400, undefined],
    [root, a.slug, 200, a.slug],
    [root, undefined, 400, undefined],
    [root, 'no-such-tenant', 403, undefined],
    [none, undefined, 403, undefined],
    [gone, undefined, 403, undefined],
    [odd, undefined, 401, undefined],
    [key, undefined, 200, a.slug],
    [key, a.slug, 200, a.slug],
    [key, b.slug, 403, undefined],
    [key, 'no-such-tenant', 403, undefined],
  ];
  for (const [bearer, tenant, status, slug] of cases) {
    const response = await call('/mine', { bearer, ...(tenant !== undefined && { tenant }) });
    const body = await response.json<{ slug?: string }>();
    expect([response.status, body.slug]).toEqual([status, slug]);
  }
  const foreign = await problemIn(await call('/mine', { bearer: await a.token('manager'), tenant: b.slug }));
  const unknown = await problemIn(
    await call('/mine', { bearer: await a.token('manager'), tenant: 'nobody' }),
  );
  expect({ ...foreign, request_id: '' }).toEqual({ ...unknown, request_id: '' });
});
