import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test } from 'vitest';
import { ROUTES } from '../../src/api/registry.ts';
import { readConfig } from '../../src/env.ts';
import { ALL, sampleUrl } from '../contract/sample.ts';
import { appOf } from '../support/app.ts';
import { BROWSER_SESSION, callByCookie, cookieOf } from '../support/browser.ts';
import { call, costOf, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const READ = '/v1/analytics/summary';
const QUERY = { metrics: ['total_calls'] };

let tenant: TestTenant;
let cookie: string;

beforeAll(async () => {
  tenant = await freshTenant();
  cookie = await cookieOf(await tenant.token('super_admin'));
});

const WRITES = ALL.filter(({ operation }) => operation.method !== 'GET');

describe.each(WRITES)('$title', (sample) => {
  const { method } = sample.operation;

  test('refuses the cookie without X-Callmeter: 1', async () => {
    for (const headers of [{}, { 'X-Callmeter': '' }, { 'X-Callmeter': '0' }, { 'X-Callmeter': 'true' }]) {
      const sent = { method, tenant: tenant.slug, headers: { Cookie: cookie, ...headers } };
      const response = await call(sampleUrl(sample, tenant), sent);
      expect([response.status, (await problemIn(response)).detail]).toEqual([
        403,
        'Requests that are authenticated by the cookie must have the header X-Callmeter: 1, except GET and HEAD.',
      ]);
    }
  });
});

test('with X-Callmeter, and for reads without it, the cookie is as good as the header', async () => {
  const own = await cookieOf(await tenant.token('tenant_admin'));
  const get = await call(READ, { headers: { Cookie: own } });
  const post = await callByCookie('/api/v1/query', own, { method: 'POST', body: QUERY });
  const patch = await callByCookie(`/api/v1/tenants/${tenant.slug}`, own, {
    method: 'PATCH',
    body: { name: 'Renamed' },
  });
  expect([get.status, post.status, patch.status]).toEqual([200, 200, 200]);
});

test('a page of another origin cannot use it, whatever the method', async () => {
  const statusOf = async (site: string) =>
    (await callByCookie(READ, cookie, { tenant: tenant.slug, headers: { 'Sec-Fetch-Site': site } })).status;
  const sites = ['cross-site', 'same-site', 'nonsense', 'same-origin', 'none'];
  expect(await Promise.all(sites.map(statusOf))).toEqual([403, 403, 403, 200, 200]);
});

test('a page of a listed origin may read answers, but never with the cookie', async () => {
  const headers = { Origin: 'https://app.example.com', 'Access-Control-Request-Headers': 'X-Callmeter' };
  const preflight = await call('/api/v1/query', { method: 'OPTIONS', headers });
  expect(preflight.headers.get('Access-Control-Allow-Credentials')).toBeNull();
  expect(preflight.headers.get('Access-Control-Allow-Headers')).not.toMatch(/callmeter|cookie/i);
  const read = await callByCookie(READ, cookie, { tenant: tenant.slug, headers });
  expect([read.status, read.headers.get('Access-Control-Allow-Credentials')]).toEqual([200, null]);
});

test('a header wins over the cookie, whether it is valid or not, and needs no X-Callmeter', async () => {
  const { key } = await tenant.key({ scopes: ['analytics:read'] });
  const headers = { Cookie: cookie };
  const mine = await call(BROWSER_SESSION, { bearer: key, headers });
  expect(await mine.json()).toMatchObject({ scopes: ['analytics:read'], role: null });
  const inHeader = { ...headers, 'X-API-Key': key };
  expect((await call('/api/v1/query', { method: 'POST', body: QUERY, headers: inHeader })).status).toBe(200);
  expect((await call(READ, { bearer: 'nonsense', headers })).status).toBe(401);
  const broken = await call(READ, { bearer: key, headers: { Cookie: '__Host-callmeter=nonsense' } });
  expect(broken.status).toBe(200);
});

test.each<[string, (valid: string) => string]>([
  ['another name', (valid) => valid.replace('__Host-callmeter', 'callmeter')],
  ['a changed signature', (valid) => `${valid.slice(0, -6)}AAAAAA`],
  ['a bare value', () => '__Host-callmeter=nonsense'],
  ['an empty value', () => '__Host-callmeter='],
])('%s is refused', async (_, made) => {
  const response = await callByCookie(READ, made(cookie), { tenant: tenant.slug });
  expect(response.status).toBe(401);
  await response.body?.cancel();
});

test('a session token in the cookie is not a browser session, nor the other way round', async () => {
  const token = await tenant.token('manager');
  expect((await callByCookie(READ, `__Host-callmeter=${token}`)).status).toBe(401);
  expect((await call(READ, { bearer: cookie.split('=')[1] ?? '', tenant: tenant.slug })).status).toBe(401);
});

test('on the machine itself it is without the prefix, and nowhere else', async () => {
  const app = appOf(ROUTES);
  const credential = await tenant.token('manager');
  const at = async (origin: string) => {
    const options = { method: 'POST', body: { credential }, origin };
    return (await app(BROWSER_SESSION, options)).headers.get('Set-Cookie')?.replace(/=[^;]+/, '=x');
  };
  const attributes = 'Max-Age=3600; Path=/; HttpOnly; ';
  expect(await at('http://127.0.0.1:8787')).toBe(`callmeter=x; ${attributes}SameSite=Strict`);
  expect(await at('http://localhost:8787')).toBe(`callmeter=x; ${attributes}SameSite=Strict`);
  const prefixed = `__Host-callmeter=x; ${attributes}Secure; SameSite=Strict`;
  expect(await at('https://localhost')).toBe(prefixed);
  expect(await at('http://callmeter.test')).toBe(prefixed);
});

test('survives a rotation of the data secret, until the old one is forgotten', async () => {
  const config = readConfig(env);
  const [present, next] = [config.dataSecret, 'the-next-data-secret-of-more-than-32-characters'];
  const during = appOf(ROUTES, {}, { ...config, previousDataSecret: next });
  const after = appOf(ROUTES, {}, { ...config, dataSecret: next, previousDataSecret: present });
  const later = appOf(ROUTES, {}, { ...config, dataSecret: next });
  const credential = await tenant.token('manager');
  const [old, renewed] = [await cookieOf(credential), await cookieOf(credential, after)];
  const statuses = async (sent: string) => {
    const answers = [during, after, later].map((app) => callByCookie(READ, sent, {}, app));
    return (await Promise.all(answers)).map(({ status }) => status);
  };
  expect([await statuses(old), await statuses(renewed)]).toEqual([
    [200, 200, 401],
    [200, 200, 200],
  ]);
});

test('costs one trip more than the header, and none while it is remembered', async () => {
  const app = appOf(ROUTES);
  const credential = await (await freshTenant()).token('manager');
  const own = await cookieOf(credential);
  const trips = async () => costOf(await callByCookie(READ, own, {}, app)).trips;
  expect([await trips(), await trips()]).toEqual([3, 1]);
});
