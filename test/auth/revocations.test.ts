import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import type { SessionActor } from '../../src/auth/actor.ts';
import { TenantCache } from '../../src/auth/credential-cache.ts';
import { checkSession, EVERY_TENANT, revokeSessions } from '../../src/auth/revocations.ts';
import type { Role } from '../../src/auth/roles.ts';
import { BOUNDS } from '../../src/bounds.ts';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { Unauthenticated } from '../../src/errors.ts';
import { call } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { freshTenant, nowSeconds, sessionToken, type TestTenant } from '../support/tenant.ts';

const PATH = '/api/v1/sessions/revoke';
const READ = '/v1/analytics/summary';

let tenant: TestTenant;
let foreign: TestTenant;

beforeEach(async () => {
  [tenant, foreign] = [await freshTenant(), await freshTenant()];
});

async function read(bearer: string, slug = tenant.slug): Promise<number> {
  const response = await call(READ, { bearer, tenant: slug });
  await response.body?.cancel();
  return response.status;
}

async function revoke(body: unknown, bearer: string, slug?: string) {
  const response = await call(PATH, { method: 'POST', bearer, body, ...(slug && { tenant: slug }) });
  return { status: response.status, body: await response.json<Record<string, unknown>>() };
}

function session(claims: Record<string, unknown>): Promise<string> {
  return sessionToken({ role: 'manager', tenants: [tenant.slug, foreign.slug], ...claims });
}

describe('POST /api/v1/sessions/revoke', () => {
  test("ends all of a user's sessions in the admin's tenant, at once, and those that come later not", async () => {
    const [sub, now] = [crypto.randomUUID(), nowSeconds()];
    const before = await session({ sub, iat: now - 600 });
    expect([await read(before), await read(before, foreign.slug)]).toEqual([200, 200]);
    const upTo = new Date((now - 300) * 1_000).toISOString().replace(/\.\d+/, '');
    const answer = await revoke({ sub, before: upTo }, await tenant.token('tenant_owner'));
    expect(answer).toEqual({
      status: 200,
      body: { revoked: { jti: null, sub, before: upTo }, tenant: tenant.slug },
    });
    expect([await read(before), await read(before, foreign.slug)]).toEqual([401, 200]);
    expect(await read(await session({ sub, iat: now - 299 }))).toBe(200);
    expect(await read(await session({ sub, iat: now - 300.5 }))).toBe(401);
    expect(await read(await session({ sub, iat: now - 299.5 }))).toBe(401);
    expect(await read(await session({ sub: `${sub}x`, iat: now - 600 }))).toBe(200);
  });

  test('ends one session by the id of its token, in every tenant if a super_admin asks', async () => {
    const [jti, sub] = [crypto.randomUUID(), crypto.randomUUID()];
    const [one, other] = [await session({ sub, jti }), await session({ sub, jti: `${jti}x` })];
    expect([await read(one), await read(one, foreign.slug)]).toEqual([200, 200]);
    const root = await sessionToken({ role: 'super_admin' });
    expect(await revoke({ jti }, root, tenant.slug)).toEqual({
      status: 200,
      body: { revoked: { jti, sub: null, before: null }, tenant: null },
    });
    const statuses = [await read(one), await read(one, foreign.slug), await read(other)];
    expect(statuses).toEqual([401, 401, 200]);
  });

  test('ends sessions for the platform too; there only a super_admin ends those of a super_admin', async () => {
    const sub = crypto.randomUUID();
    const root = await sessionToken({ role: 'super_admin', sub, iat: nowSeconds() - 5 });
    const list = async () => (await call('/api/v1/tenants', { bearer: root })).status;
    expect([await list(), await read(root)]).toEqual([200, 200]);
    expect((await revoke({ sub }, await tenant.token('tenant_admin'))).status).toBe(200);
    expect([await list(), await read(root)]).toEqual([200, 200]);
    expect((await revoke({ sub }, await sessionToken({ role: 'super_admin' }))).status).toBe(200);
    expect([await list(), await read(root)]).toEqual([401, 401]);
  });

  test('refuses an admin of the tenant what the platform does to it, and to end sessions there', async () => {
    const sub = crypto.randomUUID();
    const claims = { sub, role: 'tenant_admin', tenants: [tenant.slug, foreign.slug], iat: nowSeconds() - 5 };
    const admin = await sessionToken(claims);
    const path = (slug: string) => `/api/v1/tenants/${slug}`;
    const get = async (slug: string) => (await call(path(slug), { bearer: admin })).status;
    const patch = async (slug: string) =>
      (await call(path(slug), { method: 'PATCH', bearer: admin, body: { name: 'Mine' } })).status;
    expect([await get(tenant.slug), await get(foreign.slug)]).toEqual([200, 200]);
    await revoke({ sub }, await tenant.token('tenant_owner'));
    expect([await get(tenant.slug), await patch(tenant.slug)]).toEqual([401, 401]);
    expect((await revoke({ sub: 'x' }, admin, tenant.slug)).status).toBe(401);
    expect([await get(foreign.slug), await patch(foreign.slug)]).toEqual([200, 200]);
  });

  test.each<[string, Record<string, unknown>, string]>([
    ['nothing', {}, 'sub'],
    ['both', { sub: 'a', jti: 'b' }, 'sub'],
    ['before with jti', { jti: 'b', before: '2026-01-01T00:00:00Z' }, 'before'],
    ['before in an hour', { sub: 'a', before: new Date(Date.now() + 3_600_000).toISOString() }, 'before'],
    ['before without an offset', { sub: 'a', before: '2026-01-01T00:00:00' }, 'before'],
    ['before of the year 100', { sub: 'a', before: '0100-01-01T00:00:00Z' }, 'before'],
    ['an empty sub', { sub: '' }, 'sub'],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }, 'sub'],
    ['a sub with NUL', { sub: 'a\u0000' }, 'sub'],
    ['half a character', { jti: '\ud800' }, 'jti'],
    ['a jti that is a number', { jti: 5 }, 'jti'],
    ['an unknown field', { sub: 'a', tenant: 'b' }, 'tenant'],
  ])('refuses %s', async (_, body, path) => {
    const answer = await revoke(body, await tenant.token('tenant_admin'));
    expect([answer.status, answer.body.errors]).toEqual([400, [expect.objectContaining({ path })]]);
  });

  test('refuses a tenant that is not there or not theirs, and whoever has several and names none', async () => {
    const gone = `t-${crypto.randomUUID().slice(0, 18)}`;
    const admin = await sessionToken({ role: 'tenant_admin', tenants: [gone, tenant.slug] });
    const statuses = [
      (await revoke({ sub: 'a' }, admin, gone)).status,
      (await revoke({ sub: 'a' }, admin, foreign.slug)).status,
      (await revoke({ sub: 'a' }, admin)).status,
      (await revoke({ sub: 'a' }, admin, tenant.slug)).status,
    ];
    expect(statuses).toEqual([403, 403, 400, 200]);
  });

  test('is written down', async () => {
    const sub = crypto.randomUUID();
    const bearer = await tenant.token('tenant_admin');
    await revoke({ sub }, bearer);
    await revoke({ jti: 'token-1' }, bearer);
    const log = await call('/api/v1/audit-log?action=sessions_revoked', { bearer });
    expect(await log.json()).toMatchObject({
      entries: [
        { subject: 'token-1', details: { by: 'jti' }, actor: { role: 'tenant_admin' } },
        { subject: sub, details: { by: 'sub', issued_up_to: expect.any(Number) } },
      ],
    });
  });

  test.each<[string, string]>([
    ['unicode', 'josé ✓ 🦊'],
    ['quotes', `o'neil "x" %_*`],
    ['a slug', 'demo'],
    ['255 characters', 'ü'.repeat(255)],
  ])('means the same text: %s', async (_, part) => {
    const sub = part.length > 200 ? part : `${part}-${tenant.slug}`;
    const bearer = await session({ sub, iat: nowSeconds() - 5 });
    expect(await read(bearer)).toBe(200);
    expect((await revoke({ sub }, await tenant.token('tenant_admin'))).status).toBe(200);
    expect(await read(bearer)).toBe(401);
  });

  test('a session costs no further trip: one beside the settings, none while both are remembered', async () => {
    const bearer = await tenant.token('tenant_admin');
    const trips = async () => {
      const response = await call('/api/v1/api-keys', { bearer });
      await response.body?.cancel();
      return /trips=\d+/.exec(response.headers.get('Server-Timing') ?? '')?.[0];
    };
    expect([await trips(), await trips()]).toEqual(['trips=2', 'trips=1']);
  });
});

describe('what is remembered', () => {
  const NOW = 1_795_000_000;
  const actor = (id: string, role: Role = 'manager', tokenId?: string): SessionActor => ({
    kind: 'session',
    id,
    role,
    tenants: [],
    issuedAt: NOW - 10,
    ...(tokenId !== undefined && { tokenId }),
  });
  const everywhere = () => storeFor(EVERY_TENANT, env.DB, newMeter());

  test('in another isolate a revocation works within 60 s', async () => {
    const memory = new TenantCache();
    const user = crypto.randomUUID();
    await checkSession(contextOf(tenant, { memory, now: NOW }), actor(user));
    await revokeSessions(contextOf(tenant, { store: everywhere(), now: NOW }), { sub: user, before: NOW });
    await checkSession(contextOf(tenant, { memory, now: NOW + 59 }), actor(user));
    const later = contextOf(tenant, { memory, now: NOW + 60 });
    await expect(checkSession(later, actor(user))).rejects.toThrow(Unauthenticated);
  });

  test('a list that is too long is asked for each session by itself, remembered too', async () => {
    const meter = newMeter();
    const store = storeFor(tenant.slug, env.DB, meter);
    const memory = new TenantCache();
    const context = contextOf(tenant, { store, memory, now: NOW });
    const { value } = BOUNDS.rememberedRevocations;
    for (let index = 0; index <= value; index += 1) {
      await revokeSessions(context, { sub: `u-${index}`, before: NOW });
    }
    await revokeSessions(context, { jti: 'token-1' });
    const refused = async (session: SessionActor, now = NOW) => {
      const trips = meter.trips;
      const answer = await checkSession({ store, memory, now }, session).then(
        () => false,
        () => true,
      );
      return [answer, meter.trips - trips];
    };
    expect(await refused(actor('u-0'))).toEqual([true, 2]);
    expect(await refused(actor(`u-${value}`))).toEqual([true, 1]);
    expect(await refused(actor(`u-${value}`))).toEqual([true, 0]);
    expect(await refused(actor('u-other'))).toEqual([false, 1]);
    expect(await refused(actor('u-other'))).toEqual([false, 0]);
    expect(await refused(actor('u-other', 'manager', 'token-1'))).toEqual([true, 1]);
    expect(await refused(actor('u-other', 'super_admin', 'token-1'))).toEqual([false, 0]);
    expect(await refused(actor('u-other'), NOW + 60)).toEqual([false, 2]);
  });

  test('is dropped once no such token can hold, and a later revocation of a user is not undone by an earlier one', async () => {
    const ROWS = statement<{ name: string; up_to: number; kept_until: number }>(
      'SELECT name, up_to, kept_until FROM session_revocations WHERE tenant = ?1 ORDER BY name',
    );
    const memory = new TenantCache();
    const put = (sub: string, before: number, now: number) =>
      revokeSessions(contextOf(tenant, { memory, now }), { sub, before });
    const until = await put('a', NOW, NOW);
    expect(until).toBe(NOW + BOUNDS.sessionSeconds.value + 120);
    await put('a', NOW - 100, NOW + 1);
    await put('b', NOW, until - 1);
    const [rows] = await tenant.store.batch([ROWS.with()]);
    expect(rows.map(({ name, up_to }) => [name, up_to])).toEqual([
      ['a', NOW],
      ['b', NOW],
    ]);
    await put('b', NOW, until + 1);
    const [left] = await tenant.store.batch([ROWS.with()]);
    expect(left.map(({ name }) => name)).toEqual(['b']);
  });
});
