import { type AuditedContext, auditQuery } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { and, gt, lte, sql } from '../db/expressions.ts';
import { sessionRevocations } from '../db/schema.ts';
import { PLATFORM, statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { Unauthenticated } from '../errors.ts';
import { SELECT_TENANT, settingsOf } from '../tenants/settings.ts';
import type { SessionActor } from './actor.ts';
import type { CachedContext, Revocations, SessionIds } from './credential-cache.ts';
import { SKEW_SECONDS } from './session-claims.ts';

const statement = statementsIn('auth');
const queries = queriesIn('auth');

/** Used in place of a slug: every tenant, and the platform itself. */
export const EVERY_TENANT = PLATFORM;

/**
 * Used in place of a slug: ended browser sessions and used tickets, of all tenants. They are looked up one by one, so they
 * must not be among the rows that are read as a list.
 */
export const BROWSERS = '*browsers';

const COLUMNS = {
  kind: sessionRevocations.kind,
  name: sessionRevocations.name,
  up_to: sessionRevocations.up_to,
};
type Row = Pick<typeof sessionRevocations.$inferSelect, 'kind' | 'name' | 'up_to'>;

const LISTED = BOUNDS.rememberedRevocations.value;

const selects = (of?: typeof PLATFORM) => ({
  all: queries.select(sessionRevocations, ({ now }: Inputs<{ now: number }>) => ({
    columns: COLUMNS,
    where: gt(sessionRevocations.kept_until, now),
    limit: LISTED + 1,
    of,
  })),
  ofOne: queries.select(
    sessionRevocations,
    ({ now, userId, tokenId, browserId }: Inputs<SessionIds & { now: number }>) => ({
      columns: COLUMNS,
      where: and(
        gt(sessionRevocations.kept_until, now),
        sql`(${COLUMNS.kind}, ${COLUMNS.name}) IN (VALUES ('sub', ${userId}), ('jti', ${tokenId}), ('jti', ${browserId}))`,
      ),
      of,
    }),
  ),
});
/** Rows of the store's tenant, and rows that apply to every tenant. */
const OWN = selects();
const EVERYWHERE = selects(PLATFORM);

/** Deletes the rows of the store's tenant that can no longer matter. */
export const DROP_ENDED = queries.delete(sessionRevocations, ({ now }: Inputs<{ now: number }>) => ({
  where: lte(sessionRevocations.kept_until, now),
}));
const PUT = statement(`
  INSERT INTO session_revocations (tenant, kind, name, up_to, kept_until) VALUES (?1, ?2, ?3, ?4, ?5)
  ON CONFLICT (tenant, kind, name) DO UPDATE SET
    up_to = max(up_to, excluded.up_to), kept_until = max(kept_until, excluded.kept_until)`);

/** What is revoked: one token, or every token of a user that was issued at or before `before` (seconds UTC). */
export type Revoked = { jti: string } | { sub: string; before: number };

/**
 * Revokes sessions in the tenant of the store, or in every tenant if the store is the platform's: at once in this
 * isolate, within 60 s everywhere. Returns how long the revocation is kept: no such token is valid after that. Instants
 * in seconds UTC.
 */
export async function revokeSessions(
  { store, memory, actor, now }: AuditedContext & CachedContext,
  revoked: Revoked,
): Promise<number> {
  const upTo = 'sub' in revoked ? revoked.before : now;
  const until = Math.max(now, upTo) + BOUNDS.sessionSeconds.value + 2 * SKEW_SECONDS;
  const [kind, name] = 'sub' in revoked ? (['sub', revoked.sub] as const) : (['jti', revoked.jti] as const);
  const details = 'sub' in revoked ? { by: kind, issued_up_to: upTo } : { by: kind };
  await store.batch([
    DROP_ENDED.with({ now }),
    PUT.with(kind, name, upTo, until),
    auditQuery({ action: 'sessions_revoked', actor, subject: name, details }, now),
  ]);
  memory.forgetRevocations(store.tenant);
  return until;
}

/**
 * Throws Unauthenticated if `session` was revoked in every tenant or, unless it is a super_admin's, in the tenant of
 * the store. Revocations are read in one trip, together with the tenant's settings, and cached as long.
 */
export async function checkSession(
  context: TimedContext & CachedContext,
  session: SessionActor,
): Promise<void> {
  const { store, memory, now } = context;
  const lists = await readLists(context);
  const [everywhere, own] = await Promise.all([
    listOf(lists.everywhere, EVERYWHERE.ofOne, PLATFORM),
    session.role === 'super_admin' ? undefined : listOf(lists.own, OWN.ofOne, store.tenant),
  ]);
  if (covers(everywhere, session) || (own && covers(own, session))) {
    throw new Unauthenticated('This session has been revoked. Sign in again.');
  }

  /** If the list is too long to be read at once, looks up this session only. */
  async function listOf(list: Revocations, ofOne: typeof OWN.ofOne, tenant: string): Promise<Revocations> {
    if (list.isWhole) return list;
    const { id: userId, tokenId = null, browserId = null } = session;
    const ids = { userId, tokenId, browserId };
    const known = memory.revocationsOf(tenant, ids, now);
    if (known) return known;
    const [rows] = await store.batch([ofOne.with({ now, ...ids })]);
    const found = revocationsIn(rows);
    memory.keepRevocationsOf(tenant, ids, found, now);
    return found;
  }
}

async function readLists(
  context: TimedContext & CachedContext,
): Promise<{ own: Revocations; everywhere: Revocations }> {
  const { store, memory, now } = context;
  const { tenant } = store;
  const known = { own: memory.revocations(tenant, now), everywhere: memory.revocations(PLATFORM, now) };
  const hasSettings = tenant === PLATFORM || memory.tenant(tenant, now) !== undefined;
  if (known.own && known.everywhere && hasSettings) return { own: known.own, everywhere: known.everywhere };
  const [[settings], ...lists] = await store.batch([SELECT_TENANT.with(), ...listQueries(now)]);
  if (settings) memory.keepTenant(settingsOf(settings), now);
  return keepLists(context, lists);
}

/**
 * Queries for the revocations of a tenant and of all tenants, to run with those for its settings; `keepLists` caches
 * their rows. `now` in seconds UTC.
 */
export function listQueries(now: number) {
  return [OWN.all.with({ now }), EVERYWHERE.all.with({ now })] as const;
}

/** Caches the rows of `listQueries`. */
export function keepLists(
  { store, memory, now }: TimedContext & CachedContext,
  [ownRows, everywhereRows]: readonly [Row[], Row[]],
): { own: Revocations; everywhere: Revocations } {
  const [own, everywhere] = [revocationsIn(ownRows), revocationsIn(everywhereRows)];
  memory.keepRevocations(store.tenant, own, now);
  memory.keepRevocations(PLATFORM, everywhere, now);
  return { own, everywhere };
}

function revocationsIn(rows: readonly Row[]): Revocations {
  const isWhole = rows.length <= LISTED;
  const kept = isWhole ? rows : [];
  return {
    isWhole,
    users: new Map(kept.filter(({ kind }) => kind === 'sub').map(({ name, up_to }) => [name, up_to])),
    tokens: new Set(kept.filter(({ kind }) => kind === 'jti').map(({ name }) => name)),
  };
}

function covers({ users, tokens }: Revocations, session: SessionActor): boolean {
  const { id, issuedAt, tokenId, browserId } = session;
  const upTo = users.get(id);
  if (upTo !== undefined && issuedAt <= upTo) return true;
  return [tokenId, browserId].some((name) => name !== undefined && tokens.has(name));
}
