import { decodeJwt } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { statement } from '../../../src/db/statement.ts';
import { BROWSER_SESSION, callByCookie, cookieOf, OWN_PAGE, signIn } from '../../support/browser.ts';
import { call, problemIn } from '../../support/client.ts';
import { freshTenant, sessionToken, type TestTenant } from '../../support/tenant.ts';

const READ = '/v1/analytics/summary';
const NOW = 1_795_000_000;
const HOUR = 3_600;

let tenant: TestTenant;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1_000 });
  tenant = await freshTenant({ timeZone: 'America/Sao_Paulo' });
});
afterEach(() => {
  vi.useRealTimers();
});

async function read(cookie: string, headers: Record<string, string> = {}): Promise<number> {
  const response = await callByCookie(READ, cookie, { headers });
  await response.body?.cancel();
  return response.status;
}

const ENTRIES = statement<{ actor_kind: string; actor_id: string; subject: string; details: string }>(
  'SELECT actor_kind, actor_id, subject, details FROM audit_log WHERE tenant = ?1 AND action = ?2 ORDER BY at, id',
);

async function entries(action: string) {
  const [rows] = await tenant.store.batch([ENTRIES.with(action)]);
  return rows.map(({ details, ...row }) => ({ ...row, details: JSON.parse(details) }));
}

const isoOf = (seconds: number) => new Date(seconds * 1_000).toISOString().replace('.000', '');

describe('a session token', () => {
  test('is exchanged for a cookie that no script can read and no other site can send', async () => {
    const credential = await tenant.token('manager', { sub: 'ana', name: 'Ana', exp: NOW + HOUR });
    const signedIn = await signIn(
      { credential },
      { headers: { 'Accept-Language': 'fr, pt-BR;q=0.9, en;q=0.8' } },
    );
    expect(signedIn.setCookie?.replace(/=[^;]+/, '=x')).toBe(
      '__Host-callmeter=x; Max-Age=3600; Path=/; HttpOnly; Secure; SameSite=Strict',
    );
    const shown = {
      tenant: tenant.slug,
      tenants: [tenant.slug],
      role: 'manager',
      scopes: null,
      user: 'ana',
      user_name: 'Ana',
      api_key: null,
      time_zone: 'America/Sao_Paulo',
      language: 'pt',
      expires_at: isoOf(NOW + HOUR),
    };
    expect([signedIn.status, signedIn.body]).toEqual([201, shown]);
    const me = await callByCookie(BROWSER_SESSION, signedIn.cookie ?? '');
    expect([me.status, await me.json()]).toEqual([200, { ...shown, language: 'en' }]);
    expect(await read(signedIn.cookie ?? '')).toBe(200);
    const id = decodeJwt(signedIn.cookie?.split('=')[1] ?? '').jti;
    expect(await entries('signed_in')).toEqual([
      {
        actor_kind: 'session',
        actor_id: 'ana',
        subject: id,
        details: { by: 'session', expires_at: NOW + HOUR },
      },
    ]);
  });

  test('gives at most twelve hours, and never more than it has left', async () => {
    const long = await cookieOf(await tenant.token('manager', { exp: NOW + 24 * HOUR }));
    const short = await cookieOf(await tenant.token('manager', { exp: NOW + 60 }));
    vi.setSystemTime((NOW + 59) * 1_000);
    expect([await read(long), await read(short)]).toEqual([200, 200]);
    vi.setSystemTime((NOW + 60) * 1_000);
    expect([await read(long), await read(short)]).toEqual([200, 401]);
    vi.setSystemTime((NOW + 12 * HOUR - 1) * 1_000);
    expect(await read(long)).toBe(200);
    vi.setSystemTime((NOW + 12 * HOUR) * 1_000);
    const refused = await callByCookie(READ, long);
    expect([refused.status, (await problemIn(refused)).detail]).toEqual([
      401,
      'You are no longer signed in.',
    ]);
  });

  test('of several tenants serves each by X-Tenant, and may leave it open', async () => {
    const other = await freshTenant();
    const credential = await sessionToken({ role: 'manager', tenants: [tenant.slug, other.slug] });
    const { body, cookie = '' } = await signIn({ credential });
    expect(body).toMatchObject({ tenant: null, time_zone: null, tenants: [tenant.slug, other.slug] });
    const chosen = await callByCookie(BROWSER_SESSION, cookie, { tenant: other.slug });
    expect(await chosen.json()).toMatchObject({ tenant: other.slug, time_zone: 'UTC' });
    const statuses = [
      await read(cookie),
      await read(cookie, { 'X-Tenant': tenant.slug }),
      await read(cookie, { 'X-Tenant': other.slug }),
      await read(cookie, { 'X-Tenant': (await freshTenant()).slug }),
    ];
    expect(statuses).toEqual([400, 200, 200, 403]);
  });

  test('of a super_admin may be of no tenant', async () => {
    const { body, cookie = '' } = await signIn({ credential: await sessionToken({ role: 'super_admin' }) });
    expect(body).toMatchObject({ tenant: null, tenants: [], role: 'super_admin' });
    expect((await callByCookie('/api/v1/tenants', cookie)).status).toBe(200);
  });

  test.each<[string, (token: string) => Promise<string>, number, string]>([
    ['not signed here', () => sessionToken({ role: 'manager' }, 'x'.repeat(40)), 401, 'session token'],
    ['not a token', async () => 'nonsense', 401, 'session token'],
    [
      'of another tenant',
      () => sessionToken({ role: 'manager', tenants: ['no-such-tenant'] }),
      403,
      'no access',
    ],
    ['of no tenant', () => sessionToken({ role: 'manager', tenants: [] }), 403, 'no access'],
    ['a key of nobody', async () => `cmk_demo_${'a'.repeat(16)}_${'0'.repeat(64)}`, 401, 'API key'],
    ['a malformed key', async () => 'cmk_demo', 401, 'Malformed API key'],
  ])('is refused: %s', async (_, made, status, detail) => {
    const answer = await signIn({ credential: await made('') });
    expect([answer.status, answer.body.detail, answer.setCookie]).toEqual([
      status,
      expect.stringContaining(detail),
      null,
    ]);
  });

  test('is refused with more tenants than a browser keeps', async () => {
    const tenants = Array.from({ length: 70 }, (_, index) => `${'t'.repeat(37)}-${10 + index}`);
    const answer = await signIn({ credential: await sessionToken({ role: 'manager', tenants }) });
    expect([answer.status, answer.body.detail]).toEqual([400, expect.stringContaining('too many tenants')]);
  });

  test('ends the browser too when the sessions of its user are revoked, or its own id is', async () => {
    const credential = await tenant.token('manager', { sub: 'ana', jti: 'token-1', iat: NOW - 600 });
    const [bySub, byToken] = [await cookieOf(credential), await cookieOf(credential)];
    const byBrowser = await cookieOf(await tenant.token('manager', { sub: 'bea' }));
    const revoke = async (body: unknown) =>
      call('/api/v1/sessions/revoke', { method: 'POST', bearer: await tenant.token('tenant_admin'), body });
    expect([await read(bySub), await read(byToken), await read(byBrowser)]).toEqual([200, 200, 200]);
    await revoke({ jti: decodeJwt(byBrowser.split('=')[1] ?? '').jti });
    expect([await read(bySub), await read(byBrowser)]).toEqual([200, 401]);
    await revoke({ jti: 'token-1' });
    expect([await read(bySub), await read(byToken)]).toEqual([401, 401]);
    const again = await cookieOf(await tenant.token('manager', { sub: 'ana', iat: NOW - 300 }));
    await revoke({ sub: 'ana', before: isoOf(NOW - 400) });
    expect(await read(again)).toBe(200);
    await revoke({ sub: 'ana', before: isoOf(NOW - 200) });
    expect(await read(again)).toBe(401);
    expect((await signIn({ credential })).status).toBe(401);
  });
});

describe('an API key', () => {
  test('is not in the cookie, which has its scopes', async () => {
    const { id, key } = await tenant.key({ scopes: ['analytics:read'] });
    const { status, body, cookie = '' } = await signIn({ credential: key });
    expect([status, body]).toEqual([
      201,
      expect.objectContaining({
        tenant: tenant.slug,
        tenants: [tenant.slug],
        role: null,
        scopes: ['analytics:read'],
        user: null,
        api_key: id,
        expires_at: isoOf(NOW + 12 * HOUR),
      }),
    ]);
    expect(JSON.stringify(decodeJwt(cookie.split('=')[1] ?? ''))).not.toContain(key.slice(-64));
    expect(await read(cookie)).toBe(200);
    const ingest = await callByCookie('/api/v1/ingest', cookie, { method: 'POST', body: { records: [] } });
    expect(ingest.status).toBe(403);
    expect(await entries('signed_in')).toMatchObject([
      { actor_kind: 'key', actor_id: id, details: { by: 'api_key' } },
    ]);
  });

  test('that is revoked, bound to addresses or expired is so for the cookie at once', async () => {
    const bearer = await tenant.token('tenant_admin');
    const [revoked, bound, expiring] = [
      await tenant.key(),
      await tenant.key(),
      await tenant.key({ expiresAt: NOW + 60 }),
    ];
    const cookies = {
      revoked: await cookieOf(revoked.key),
      bound: await cookieOf(bound.key),
      expiring: await cookieOf(expiring.key),
    };
    for (const cookie of Object.values(cookies)) expect(await read(cookie)).toBe(200);
    await call(`/api/v1/api-keys/${revoked.id}`, { method: 'DELETE', bearer });
    await call(`/api/v1/api-keys/${bound.id}`, {
      method: 'PATCH',
      bearer,
      body: { allowed_ips: ['203.0.113.0/24'] },
    });
    expect(await read(cookies.revoked)).toBe(401);
    expect(await read(cookies.bound)).toBe(403);
    expect(await read(cookies.bound, { 'CF-Connecting-IP': '203.0.113.9' })).toBe(200);
    vi.setSystemTime((NOW + 60) * 1_000);
    expect(await read(cookies.expiring)).toBe(401);
  });
});

describe('signing out', () => {
  test.each(['session', 'key'])('of a %s deletes the cookie, and a copy of it is refused', async (kind) => {
    const credential = kind === 'key' ? (await tenant.key()).key : await tenant.token('manager');
    const [cookie, other] = [await cookieOf(credential), await cookieOf(credential)];
    expect(await read(cookie)).toBe(200);
    const out = await callByCookie(BROWSER_SESSION, cookie, { method: 'DELETE' });
    expect([out.status, out.headers.get('Set-Cookie')]).toEqual([
      204,
      '__Host-callmeter=; Max-Age=0; Path=/; HttpOnly; Secure; SameSite=Strict',
    ]);
    const refused = await callByCookie(BROWSER_SESSION, cookie);
    expect([refused.status, (await problemIn(refused)).detail]).toEqual([
      401,
      'You have signed out. Sign in again.',
    ]);
    expect([await read(cookie), await read(other)]).toEqual([401, 200]);
    const again = await callByCookie(BROWSER_SESSION, cookie, { method: 'DELETE' });
    expect(again.status).toBe(204);
    expect(await entries('signed_out')).toEqual([
      expect.objectContaining({ subject: decodeJwt(cookie.split('=')[1] ?? '').jti }),
    ]);
  });

  test('without a cookie that holds only deletes it', async () => {
    for (const headers of [{}, { Cookie: '__Host-callmeter=nonsense', ...OWN_PAGE }]) {
      const out = await call(BROWSER_SESSION, { method: 'DELETE', headers });
      expect([out.status, out.headers.get('Set-Cookie')]).toEqual([
        204,
        expect.stringContaining('Max-Age=0'),
      ]);
    }
  });
});

test('who am I: with any credential, and with none a 401', async () => {
  const { key } = await tenant.key({ scopes: ['ingest:write'] });
  const byKey = await call(BROWSER_SESSION, { bearer: key });
  expect([byKey.status, await byKey.json()]).toEqual([
    200,
    expect.objectContaining({ scopes: ['ingest:write'], expires_at: null }),
  ]);
  const none = await call(BROWSER_SESSION);
  expect([none.status, none.headers.get('WWW-Authenticate')]).toEqual([401, 'Bearer realm="callmeter"']);
  const suspended = await freshTenant();
  const bearer = await suspended.token('manager');
  expect((await call(BROWSER_SESSION, { bearer })).status).toBe(200);
  const root = await sessionToken({ role: 'super_admin' });
  await call(`/api/v1/tenants/${suspended.slug}`, {
    method: 'PATCH',
    bearer: root,
    body: { status: 'suspended' },
  });
  expect((await call(BROWSER_SESSION, { bearer })).status).toBe(403);
});

test('neither or both of credential and ticket are refused', async () => {
  for (const body of [{}, { credential: 'a', ticket: 'b' }, { credential: 'a b' }, { credential: '' }]) {
    expect((await call(BROWSER_SESSION, { method: 'POST', body })).status).toBe(400);
  }
  const text = await call(BROWSER_SESSION, {
    method: 'POST',
    body: '{"ticket":"x"}',
    headers: { 'Content-Type': 'text/plain' },
  });
  expect(text.status).toBe(415);
});
