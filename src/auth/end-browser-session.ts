import { type AuditedContext, auditQuery, auditWhere } from '../audit/entry.ts';
import { and, eq } from '../db/expressions.ts';
import { sessionRevocations } from '../db/schema.ts';
import { PLATFORM, statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext, TimedContext } from '../db/tenant-store.ts';
import { Unauthenticated } from '../errors.ts';
import type { BrowserSession } from './browser-sessions.ts';
import type { CachedContext } from './credential-cache.ts';
import { DROP_ENDED } from './revocations.ts';

const statement = statementsIn('auth');
const queries = queriesIn('auth');

const SELECT_ENDED = queries.select(sessionRevocations, ({ id }: Inputs<{ id: string }>) => ({
  columns: { name: sessionRevocations.name },
  where: and(eq(sessionRevocations.kind, 'cookie'), eq(sessionRevocations.name, id)),
}));
const END = statement(`
  INSERT INTO session_revocations (tenant, kind, name, up_to, kept_until) VALUES (?1, 'cookie', ?2, ?3, ?4)
  ON CONFLICT (tenant, kind, name) DO NOTHING`);
/** The tenant may have been removed since. */
const AUDIT_WHERE_KEPT = auditWhere(
  `(?1 = '${PLATFORM}' OR EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1))`,
);

/**
 * Records in the audit log of the store's tenant that somebody has signed in with a browser. `by` is how. Instants in
 * seconds UTC.
 */
export async function recordSignIn(
  { store, actor, now }: AuditedContext,
  { id, expiresAt }: BrowserSession,
  by: 'session' | 'api_key' | 'ticket' | 'oidc',
): Promise<void> {
  const details = { by, expires_at: expiresAt };
  await store.batch([auditQuery({ action: 'signed_in', actor, subject: id, details }, now)]);
}

/**
 * Ends a browser session: at once in this isolate, within 60 s everywhere. `browsers` is the store of BROWSERS, `store`
 * that of the tenant whose audit log records it.
 */
export async function endBrowserSession(
  {
    store,
    browsers,
    memory,
    actor,
    now,
  }: AuditedContext & CachedContext & { browsers: StoreContext['store'] },
  { id, expiresAt }: BrowserSession,
): Promise<void> {
  await browsers.batch([DROP_ENDED.with({ now }), END.with(id, now, expiresAt)]);
  memory.keepEnded(id, true, now);
  await store.batch([AUDIT_WHERE_KEPT({ action: 'signed_out', actor, subject: id }, now)]);
}

/** Throws Unauthenticated if the browser session was ended. `store` is that of BROWSERS. Cached for 60 s. */
export async function requireNotEnded(
  { store, memory, now }: TimedContext & CachedContext,
  { id }: Pick<BrowserSession, 'id'>,
): Promise<void> {
  let isEnded = memory.isEnded(id, now);
  if (isEnded === undefined) {
    const [rows] = await store.batch([SELECT_ENDED.with({ id })]);
    isEnded = rows.length > 0;
    memory.keepEnded(id, isEnded, now);
  }
  if (isEnded) throw new Unauthenticated('You have signed out. Sign in again.');
}
