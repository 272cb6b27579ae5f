import { type AuditedContext, auditWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { and, eq, lte, sql } from '../db/expressions.ts';
import { apiKeys } from '../db/schema.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext, TimedContext } from '../db/tenant-store.ts';
import type { DataSecrets } from '../env.ts';
import { Conflict, NotFound, Unauthenticated } from '../errors.ts';
import { SELECT_TENANT, settingsOf, type TenantSettings } from '../tenants/settings.ts';
import type { CachedContext } from './credential-cache.ts';
import {
  type ApiKey,
  type ApiKeyRecord,
  dataSecretsIn,
  hashKey,
  type KeyText,
  keyPrefix,
  keyText,
  matchesHash,
  type NewApiKey,
  newKey,
} from './key-secret.ts';
import { keepLists, listQueries } from './revocations.ts';
import { SCOPES, type Scope } from './roles.ts';

const statement = statementsIn('auth');
const queries = queriesIn('auth');

export type KeyRow = typeof apiKeys.$inferSelect;

const MOST_KEYS = BOUNDS.apiKeysPerTenant.value;

/** SQL: whether the tenant may have one more key at `now` (an SQL expression, seconds UTC). */
export const hasRoomSql = (now: string): string => `(
  SELECT count(*) FROM api_keys h WHERE h.tenant = ?1 AND (h.expires_at IS NULL OR h.expires_at > ${now})
) < ${MOST_KEYS}`;
/** Deletes expired keys except the newest ones; the audit log still records the others. */
export const DROP_EXPIRED = statement(`
  DELETE FROM api_keys WHERE tenant = ?1 AND id IN (
    SELECT d.id FROM api_keys d WHERE d.tenant = ?1 AND d.expires_at <= ?2
    ORDER BY d.expires_at DESC LIMIT -1 OFFSET ${MOST_KEYS})`);
/** A repeated creation generates a new secret, because the first one was never returned. */
const INSERT = statement<KeyRow>(
  `INSERT INTO api_keys (tenant, id, name, secret_hash, scopes, created_at, expires_at, allowed_ips)
   SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8 WHERE ${hasRoomSql('?6')}
   ON CONFLICT (tenant, id) DO UPDATE SET secret_hash = excluded.secret_hash
   RETURNING *`,
);
/** An audit entry about a key that was written earlier in the batch. */
export const AUDIT_STORED = auditWhere('EXISTS (SELECT 1 FROM api_keys k WHERE k.tenant = ?1 AND k.id = ?8)');
const SELECT_ALL = queries.select(apiKeys, () => ({ orderBy: [apiKeys.created_at, apiKeys.id] }));
export const SELECT_ONE = queries.select(apiKeys, ({ id }: Inputs<{ id: string }>) => ({
  where: eq(apiKeys.id, id),
}));
const DELETE = queries.delete(apiKeys, ({ id }: Inputs<{ id: string }>) => ({
  where: eq(apiKeys.id, id),
  returning: { id: apiKeys.id },
}));
interface Used {
  id: string;
  now: number;
  secretHash: string;
  /** The last use that is old enough to be replaced. */
  before: number;
}
const TOUCH = queries.update(apiKeys, (used: Inputs<Used>) => ({
  set: { last_used_at: used.now, secret_hash: used.secretHash },
  where: and(eq(apiKeys.id, used.id), lte(sql`coalesce(${apiKeys.last_used_at}, 0)`, used.before)),
}));

/** The same error for a key that does not exist and for a wrong secret. */
export const KEY_DOES_NOT_HOLD = 'The API key is not valid. It may have been revoked.';

/** Minimum time between two writes of a key's last use, in seconds. */
const TOUCH_EVERY = 3_600;

/** Parameters of a new key; `expiresAt` in seconds UTC, null for never. */
export interface WantedKey {
  name: string;
  scopes: readonly Scope[];
  expiresAt: number | null;
  /** As returned by `readRange`; everywhere if omitted. */
  allowedIps?: readonly string[];
}

type CreationContext = AuditedContext & {
  config: DataSecrets;
  /** A UUID from which the key id is derived, so that a repeated creation makes the same key. */
  creationId?: string | undefined;
};

/**
 * Creates a key for the store's tenant on behalf of the actor. The whole key, in `key`, cannot be read again. Instants in
 * seconds UTC. Throws Conflict if the tenant has the maximum number of keys.
 */
export async function createApiKey(
  { store, config: { dataSecret }, creationId, actor, now }: CreationContext,
  { name, scopes: wanted, expiresAt, allowedIps = [] }: WantedKey,
): Promise<NewApiKey> {
  const key = newKey(store.tenant, dataSecret, creationId);
  const scopes = SCOPES.filter((scope) => wanted.includes(scope));
  const hash = hashKey(key, dataSecret);
  const details = { name, scopes, expires_at: expiresAt, allowed_ips: allowedIps };
  const [, rows] = await store.batch([
    DROP_EXPIRED.with(now),
    INSERT.with(key.id, name, hash, JSON.stringify(scopes), now, expiresAt, JSON.stringify(allowedIps)),
    AUDIT_STORED({ action: 'api_key_created', actor, subject: key.id, details }, now),
  ]);
  if (!rows[0]) throw tooManyKeys();
  return { ...listed(recordOf(rows[0])), key: keyText(key) };
}

/** The error for exceeding the maximum number of keys of a tenant. */
export function tooManyKeys(): Conflict {
  return new Conflict(
    `This tenant has the maximum of ${MOST_KEYS} API keys that have not expired. Revoke one first.`,
  );
}

export async function listApiKeys({ store }: StoreContext): Promise<ApiKey[]> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  return rows.map((row) => listed(recordOf(row)));
}

/** Revokes a key: at once in this isolate, within 60 s everywhere. Throws NotFound for an unknown id. */
export async function revokeApiKey(
  { store, memory, actor, now }: AuditedContext & CachedContext,
  id: string,
): Promise<void> {
  const audit = AUDIT_STORED({ action: 'api_key_revoked', actor, subject: id }, now);
  const [, rows] = await store.batch([audit, DELETE.with({ id })]);
  memory.forgetKey(store.tenant, id);
  if (rows.length === 0) throw new NotFound('No API key with this id.');
}

/** A valid key and its tenant. */
export interface KeyHolder {
  settings: TenantSettings;
  key: ApiKeyRecord;
  /** To run after the response if the key's last use should be written. */
  touch?: BoundStatement;
}

/**
 * Verifies a sent key with the store of its tenant, from the cache or in one trip. Throws Unauthenticated if the key
 * does not exist, its secret is wrong, or it has expired.
 */
export async function verifyApiKey(
  context: TimedContext & CachedContext & { config: DataSecrets },
  sent: KeyText,
): Promise<KeyHolder> {
  const { config, now } = context;
  const found = await findKey(context, sent.id);
  if (!found || !matchesHash(sent, found.key.secretHash, dataSecretsIn(config))) {
    throw new Unauthenticated(KEY_DOES_NOT_HOLD);
  }
  // Rehashes the key under the current data secret, so that a rotation completes as keys are used.
  return used(found, now, () => hashKey(sent, config.dataSecret));
}

/**
 * The key with this id, for a caller that was verified by other means; from the cache or in one trip. Throws
 * Unauthenticated if it does not exist or has expired.
 */
export async function keyById(context: TimedContext & CachedContext, id: string): Promise<KeyHolder> {
  const found = await findKey(context, id);
  if (!found) throw new Unauthenticated(KEY_DOES_NOT_HOLD);
  return used(found, context.now, () => found.key.secretHash);
}

/** Throws Unauthenticated if the key has expired. `newHash` is called if its last use should be written. */
function used({ key, settings }: KeyHolder, now: number, newHash: () => string): KeyHolder {
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Unauthenticated('The API key has expired.');
  if (now - (key.lastUsedAt ?? 0) < TOUCH_EVERY) return { settings, key };
  key.lastUsedAt = now;
  key.secretHash = newHash();
  const { id, secretHash } = key;
  return { settings, key, touch: TOUCH.with({ id, now, secretHash, before: now - TOUCH_EVERY }) };
}

async function findKey(
  context: TimedContext & CachedContext,
  id: string,
): Promise<{ settings: TenantSettings; key: ApiKeyRecord } | undefined> {
  const { store, memory, now } = context;
  const settings = memory.tenant(store.tenant, now);
  const key = memory.key(store.tenant, id, now);
  if (settings && key) return { settings, key };
  const queries = [SELECT_TENANT.with(), SELECT_ONE.with({ id }), ...listQueries(now)] as const;
  const [tenants, keys, ...lists] = await store.batch(queries);
  if (!tenants[0] || !keys[0]) return undefined;
  // Later session checks will find the tenant's settings cached, so revocations must be cached with them.
  keepLists(context, lists);
  const found = { settings: settingsOf(tenants[0]), key: recordOf(keys[0]) };
  memory.keepTenant(found.settings, now);
  memory.keepKey(store.tenant, found.key, now);
  return found;
}

/** Removes the hash from a key. */
export function listed({ secretHash: _secretHash, ...key }: ApiKeyRecord): ApiKey {
  return key;
}

/** Converts a stored row to a key. */
export function recordOf(row: KeyRow): ApiKeyRecord {
  const granted: unknown = JSON.parse(row.scopes);
  const ranges: unknown = JSON.parse(row.allowed_ips);
  return {
    id: row.id,
    name: row.name,
    prefix: keyPrefix(row.tenant, row.id),
    scopes: Array.isArray(granted) ? SCOPES.filter((scope) => granted.includes(scope)) : [],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    allowedIps: Array.isArray(ranges) ? ranges.filter((range) => typeof range === 'string') : [],
    secretHash: row.secret_hash,
  };
}
