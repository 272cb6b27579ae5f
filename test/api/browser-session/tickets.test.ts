import { env } from 'cloudflare:workers';
import { SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { ROUTES } from '../../../src/api/registry.ts';
import { statement } from '../../../src/db/statement.ts';
import { readConfig } from '../../../src/env.ts';
import { appOf } from '../../support/app.ts';
import { callByCookie, signIn } from '../../support/browser.ts';
import { call } from '../../support/client.ts';
import { freshTenant, sessionToken, type TestTenant } from '../../support/tenant.ts';

const READ = '/v1/analytics/summary';
const NOW = 1_795_000_000;
const HOUR = 3_600;

let tenant: TestTenant;

beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: NOW * 1_000 });
  tenant = await freshTenant();
});
afterEach(() => {
  vi.useRealTimers();
});

/** Signs a ticket of ten minutes. A claim of `undefined` is left out. */
function ticketOf(
  claims: Record<string, unknown> = {},
  typ = 'ticket+jwt',
  secret?: string,
): Promise<string> {
  const { sessions } = readConfig(env);
  const own = sessions.kind === 'secret' ? sessions.secret : '';
  const standing = { sub: 'ana', role: 'manager', tenants: [tenant.slug], aud: 'ticket' };
  const times = { jti: crypto.randomUUID(), iat: NOW, exp: NOW + 600 };
  return new SignJWT({ ...standing, ...times, ...claims })
    .setProtectedHeader({ alg: 'HS256', typ })
    .sign(new TextEncoder().encode(secret ?? own));
}

async function read(cookie = ''): Promise<number> {
  const response = await callByCookie(READ, cookie);
  await response.body?.cancel();
  return response.status;
}

const FAILED = statement<{ details: string }>(
  "SELECT details FROM audit_log WHERE tenant = ?1 AND action = 'log_in_failed' ORDER BY at, id",
);

test('signs in once; after that it says that it was used', async () => {
  const ticket = await ticketOf();
  const first = await signIn({ ticket });
  expect([first.status, first.body]).toEqual([
    201,
    expect.objectContaining({ role: 'manager', tenant: tenant.slug, user: 'ana', user_name: null }),
  ]);
  expect(first.setCookie).toContain('Max-Age=43200');
  expect(await read(first.cookie)).toBe(200);
  const second = await signIn({ ticket });
  expect([second.status, second.setCookie, second.body]).toEqual([
    401,
    null,
    expect.objectContaining({
      reason: 'ticket_used',
      detail: 'This ticket has been used. Each signs in once: ask for a new one.',
    }),
  ]);
  expect(await read(first.cookie)).toBe(200);
  const [failed] = await tenant.store.batch([FAILED.with()]);
  expect(failed.map(({ details }) => JSON.parse(details))).toEqual([{ credential: 'ticket', key_id: null }]);
});

test('of twelve at once, exactly one signs in', async () => {
  const ticket = await ticketOf();
  const answers = await Promise.all(Array.from({ length: 12 }, () => signIn({ ticket })));
  const statuses = answers.map(({ status }) => status).sort();
  expect(statuses).toEqual([201, ...Array.from({ length: 11 }, () => 401)]);
});

test('is still used when its claims were read by another name, and after its row could be dropped it has expired', async () => {
  const ticket = await ticketOf();
  expect((await signIn({ ticket }, { tenant: tenant.slug })).status).toBe(201);
  expect((await signIn({ ticket })).body.reason).toBe('ticket_used');
  for (const seconds of [600, 659, 660, 719, 720, 10_000]) {
    vi.setSystemTime((NOW + seconds) * 1_000);
    // Another ticket drops the rows that no longer matter.
    await signIn({ ticket: await ticketOf({ iat: NOW + seconds, exp: NOW + seconds + 600 }) });
    const { status, body } = await signIn({ ticket });
    expect([status, body.reason]).toEqual([401, seconds < 660 ? 'ticket_used' : 'ticket_expired']);
  }
});

test.each<[string, () => Promise<string>, string, string]>([
  ['expired', () => ticketOf({ iat: NOW - 700, exp: NOW - 100 }), 'ticket_expired', 'has expired'],
  ['made up', async () => 'nonsense', 'ticket_invalid', 'is not valid'],
  ['of another secret', () => ticketOf({}, 'ticket+jwt', 'x'.repeat(40)), 'ticket_invalid', 'is not valid'],
  ['a session token', () => sessionToken({ role: 'manager', tenants: [] }), 'ticket_invalid', '"aud"'],
  ['of the type of a session', () => ticketOf({}, 'JWT'), 'ticket_invalid', '"typ"'],
  ['of another audience', () => ticketOf({ aud: 'callmeter' }), 'ticket_invalid', '"aud"'],
  ['without an id', () => ticketOf({ jti: undefined }), 'ticket_invalid', '"jti"'],
  ['for more than ten minutes', () => ticketOf({ exp: NOW + 601 }), 'ticket_invalid', 'at most 600 seconds'],
  ['without a user', () => ticketOf({ sub: undefined }), 'ticket_invalid', '"sub"'],
])('is refused: %s', async (_, made, reason, detail) => {
  const { status, body, setCookie } = await signIn({ ticket: await made() });
  expect([status, body.reason, setCookie]).toEqual([401, reason, null]);
  expect(body.detail).toContain('This ticket');
  expect(body.detail).toContain(detail);
});

describe('a ticket', () => {
  test('is no credential by itself', async () => {
    const ticket = await ticketOf({ aud: ['ticket', 'callmeter'] });
    expect((await call(READ, { bearer: ticket })).status).toBe(401);
    expect((await signIn({ credential: ticket })).status).toBe(401);
    expect((await signIn({ ticket })).status).toBe(201);
  });

  test('of an unknown role or a foreign tenant is a 403, and is not used up', async () => {
    const foreign = await ticketOf({ tenants: ['no-such-tenant'] });
    expect((await signIn({ ticket: foreign })).status).toBe(403);
    expect((await signIn({ ticket: foreign })).status).toBe(403);
    expect((await signIn({ ticket: await ticketOf({ role: 'wizard' }) })).status).toBe(403);
  });

  test('is refused, and what it signed in is ended, when the sessions of its user are revoked', async () => {
    const [used, unused] = [await ticketOf(), await ticketOf()];
    const { cookie } = await signIn({ ticket: used });
    expect(await read(cookie)).toBe(200);
    const bearer = await tenant.token('tenant_admin');
    await call('/api/v1/sessions/revoke', { method: 'POST', bearer, body: { sub: 'ana' } });
    expect(await read(cookie)).toBe(401);
    expect((await signIn({ ticket: unused })).status).toBe(401);
  });

  test('that is guessed too often is a 429 for the address', async () => {
    const headers = { 'CF-Connecting-IP': '198.51.100.231' };
    const statuses = [];
    for (let attempt = 0; attempt < 31; attempt += 1) {
      statuses.push((await signIn({ ticket: 'nonsense' }, { headers })).status);
    }
    expect([statuses.filter((status) => status === 401).length, statuses.at(-1)]).toEqual([30, 429]);
    expect((await signIn({ ticket: await ticketOf() }, { headers })).status).toBe(201);
  });

  test('on the machine itself is valid for a day, elsewhere not', async () => {
    const ticket = await ticketOf({ exp: NOW + 24 * HOUR });
    const answers = [
      await signIn({ ticket }),
      await signIn({ ticket }, { origin: 'http://callmeter.test' }, appOf(ROUTES)),
      await signIn({ ticket }, { origin: 'http://127.0.0.1:8787' }, appOf(ROUTES)),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 201]);
  });
});
