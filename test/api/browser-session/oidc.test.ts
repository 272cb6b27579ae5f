import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test, vi } from 'vitest';
import { ROUTES } from '../../../src/api/registry.ts';
import { readConfig } from '../../../src/env.ts';
import { appOf } from '../../support/app.ts';
import { BROWSER_SESSION, callByCookie } from '../../support/browser.ts';
import { call } from '../../support/client.ts';
import { CLIENT, ISSUER, testIssuer } from '../../support/issuer.ts';
import { freshTenant, nowSeconds, type TestTenant } from '../../support/tenant.ts';

const START = `${BROWSER_SESSION}/oidc`;
const CALLBACK = `${START}/callback`;

let tenant: TestTenant;
let issuer: Awaited<ReturnType<typeof testIssuer>>;
let app: ReturnType<typeof appOf>;

beforeEach(async () => {
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  [tenant, issuer] = [await freshTenant(), await testIssuer()];
  const config = { ...readConfig(env), oidc: { issuer: new URL(ISSUER), ...CLIENT } };
  app = appOf(ROUTES, {}, config, issuer.fetch);
});

const claims = (more: Record<string, unknown> = {}) => ({
  sub: 'ana',
  name: 'Ana',
  role: 'manager',
  tenants: [tenant.slug],
  ...more,
});

/** Starts signing in: where the browser is sent, and the cookie that it keeps meanwhile. */
async function start(query = '') {
  const response = await app(`${START}${query}`);
  const [pending = ''] = response.headers.get('Set-Cookie')?.split(';') ?? [];
  return { status: response.status, address: response.headers.get('Location') ?? '', pending, response };
}

/** What the browser gets when the issuer has led it back. */
async function comeBack(back: URL, pending: string, headers: Record<string, string> = {}) {
  const options = { headers: { Cookie: pending, 'Sec-Fetch-Site': 'cross-site', ...headers } };
  const response = await app(`${back.pathname}${back.search}`, options);
  const cookies = response.headers.getSetCookie();
  const cookie = cookies.find((each) => /^__Host-callmeter=./.test(each))?.split(';')[0];
  return { status: response.status, to: response.headers.get('Location'), cookies, cookie };
}

test('signs in by the code flow with PKCE, state and nonce, and leads back to where it began', async () => {
  const { status, address, response } = await start('?return_to=/queues%3Fperiod%3Dtoday');
  const asked = new URL(address);
  expect([status, asked.origin, asked.pathname]).toEqual([302, ISSUER, '/authorize']);
  expect(Object.fromEntries(asked.searchParams)).toEqual({
    client_id: 'callmeter-1',
    redirect_uri: `https://callmeter.test${CALLBACK}`,
    response_type: 'code',
    scope: 'openid profile',
    state: expect.stringMatching(/^[\w-]{43}$/),
    nonce: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge: expect.stringMatching(/^[\w-]{43}$/),
    code_challenge_method: 'S256',
  });
  const kept = response.headers.get('Set-Cookie') ?? '';
  expect(kept).toMatch(
    /^__Host-callmeter-oidc=[\w.-]+; Max-Age=600; Path=\/; HttpOnly; Secure; SameSite=Lax$/,
  );
  const [pending = ''] = kept.split(';');
  const back = await comeBack(issuer.logIn(address, claims()), pending);
  expect([back.status, back.to]).toEqual([302, '/queues?period=today']);
  expect(back.cookies).toEqual([
    expect.stringMatching(
      /^__Host-callmeter=[^;]+; Max-Age=43200; Path=\/; HttpOnly; Secure; SameSite=Strict$/,
    ),
    '__Host-callmeter-oidc=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Lax',
  ]);
  const me = await callByCookie(BROWSER_SESSION, back.cookie ?? '');
  expect(await me.json()).toMatchObject({
    user: 'ana',
    user_name: 'Ana',
    role: 'manager',
    tenant: tenant.slug,
  });
  const log = await call('/api/v1/audit-log?action=signed_in', {
    bearer: await tenant.token('tenant_admin'),
  });
  expect(await log.json()).toMatchObject({ entries: [{ actor: { id: 'ana' }, details: { by: 'oidc' } }] });
});

test('what the issuer says of itself is read once, its answer to each log-in anew', async () => {
  for (let round = 0; round < 2; round += 1) {
    const { address, pending } = await start();
    expect((await comeBack(issuer.logIn(address, claims()), pending)).cookie).toBeDefined();
  }
  expect(issuer.requests.filter((path) => path.includes('well-known'))).toHaveLength(1);
  expect(issuer.requests.filter((path) => path === '/token')).toHaveLength(2);
});

describe('does not sign in', () => {
  const refused = { status: 302, cookie: undefined };

  test.each<[string, Record<string, unknown>, string]>([
    ['an unknown role', { role: 'wizard' }, 'oidc_no_access'],
    ['no role', { role: undefined }, 'oidc_no_access'],
    ['a foreign tenant', { tenants: ['no-such-tenant'] }, 'oidc_no_access'],
    ['no tenant', { tenants: undefined }, 'oidc_no_access'],
    ['another nonce', { nonce: 'other' }, 'oidc_refused'],
    ['another audience', { aud: 'other' }, 'oidc_refused'],
    ['another issuer', { iss: 'https://evil.example.com' }, 'oidc_refused'],
    ['a token that has expired', { iat: nowSeconds() - 900, exp: nowSeconds() - 600 }, 'oidc_refused'],
    ['a user without a name', { sub: '' }, 'oidc_refused'],
    ['a token for days', { exp: nowSeconds() + 90_000 }, 'oidc_refused'],
  ])('with %s', async (_, wrong, reason) => {
    const { address, pending } = await start();
    const back = await comeBack(issuer.logIn(address, claims(wrong)), pending);
    expect(back).toMatchObject({ ...refused, to: `/?sign_in=${reason}` });
  });

  test('with a signature of another key', async () => {
    issuer.faults.signsWrongly = true;
    const { address, pending } = await start();
    const back = await comeBack(issuer.logIn(address, claims()), pending);
    expect(back).toMatchObject({ ...refused, to: '/?sign_in=oidc_refused' });
  });

  test('with the state or the code of another log-in, or a code a second time', async () => {
    const [mine, theirs] = [await start(), await start()];
    const back = issuer.logIn(theirs.address, claims());
    expect(await comeBack(back, mine.pending)).toMatchObject({ ...refused, to: '/?sign_in=oidc_refused' });
    const stolen = issuer.logIn(mine.address, claims());
    stolen.searchParams.set('code', back.searchParams.get('code') ?? '');
    expect(await comeBack(stolen, mine.pending)).toMatchObject({ ...refused, to: '/?sign_in=oidc_refused' });
    const own = issuer.logIn(mine.address, claims());
    expect((await comeBack(own, mine.pending)).cookie).toBeDefined();
    expect(await comeBack(own, mine.pending)).toMatchObject({ ...refused, to: '/?sign_in=oidc_refused' });
  });

  test('without the cookie of the start, with an altered one, or after ten minutes', async () => {
    const { address, pending } = await start();
    const back = issuer.logIn(address, claims());
    const expired = { ...refused, to: '/?sign_in=oidc_expired' };
    expect(await comeBack(back, '')).toMatchObject(expired);
    expect(await comeBack(back, `${pending.slice(0, -4)}AAAA`)).toMatchObject(expired);
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 601_000 });
    try {
      expect(await comeBack(back, pending)).toMatchObject(expired);
    } finally {
      vi.useRealTimers();
    }
    expect(issuer.requests).not.toContain('/token');
  });

  test('when the person refuses, or the issuer answers with an error', async () => {
    const { address, pending } = await start();
    const back = issuer.logIn(address, claims());
    back.searchParams.delete('code');
    back.searchParams.set('error', 'access_denied');
    expect(await comeBack(back, pending)).toMatchObject({ ...refused, to: '/?sign_in=oidc_refused' });
  });

  test('when the issuer is away, or is another; soon again after that', async () => {
    issuer.faults.isDown = true;
    expect((await start()).address).toBe('/?sign_in=oidc_unavailable');
    expect((await start('?return_to=/queues')).address).toBe('/queues?sign_in=oidc_unavailable');
    expect(issuer.requests).toHaveLength(1);
    issuer.faults.isDown = false;
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 5_001 });
    try {
      const { address, pending } = await start();
      expect(address).toContain(ISSUER);
      issuer.faults.isDown = true;
      const back = await comeBack(issuer.logIn(address, claims()), pending);
      expect(back).toMatchObject({ ...refused, to: '/?sign_in=oidc_unavailable' });
    } finally {
      vi.useRealTimers();
    }
  });

  test('when what the issuer says of itself names another', async () => {
    issuer.faults.issuer = 'https://evil.example.com';
    expect((await start()).address).toBe('/?sign_in=oidc_unavailable');
  });

  test('when an address has failed too often, and asks the issuer nothing', async () => {
    const headers = { 'CF-Connecting-IP': '198.51.100.9' };
    const { address, pending } = await start();
    const back = issuer.logIn(address, claims());
    for (let attempt = 0; attempt < 31; attempt += 1) await comeBack(back, 'x=y', headers);
    expect(await comeBack(back, pending, headers)).toMatchObject({
      ...refused,
      to: '/?sign_in=oidc_unavailable',
    });
    expect(issuer.requests).not.toContain('/token');
  });
});

test.each(['//evil.example.com', '/\\evil.example.com', 'https://evil.example.com', 'queues', '/a b'])(
  'leads to no other origin: %s',
  async (address) => {
    const response = await app(`${START}?${new URLSearchParams({ return_to: address })}`);
    expect([response.status, response.headers.get('Location')]).toEqual([400, null]);
  },
);

test('without an issuer pages are told so', async () => {
  const options = await call(`${BROWSER_SESSION}/options`);
  expect(await options.json()).toEqual({ oidc: false });
  expect(await (await app(`${BROWSER_SESSION}/options`)).json()).toEqual({ oidc: true });
  for (const path of [START, CALLBACK]) {
    const response = await call(path);
    expect([response.status, response.headers.get('Location')]).toEqual([302, '/?sign_in=oidc_off']);
  }
});
