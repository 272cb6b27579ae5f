import { type AuditActor, auditQuery, auditWhere } from '../audit/entry.ts';
import { NotFound, Unauthenticated } from '../errors.ts';
import type { apiKeys } from '../store/schema.ts';
import { type Query, statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import type { ApiKey, ApiKeyRecord } from './api-key.ts';
import { hashKey, type KeyText, keyPrefix, keyText, matchesHash, newKey } from './key-secret.ts';
import type { TenantMemory } from './memory.ts';
import { SCOPES, type Scope } from './roles.ts';
import { SELECT_TENANT, settingsOf, type TenantSettings } from './settings.ts';

type KeyRow = typeof apiKeys.$inferSelect;

const INSERT = statement(
  `INSERT INTO api_keys (tenant, id, name, secret_hash, scopes, created_at, expires_at)
   VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)`,
);
const SELECT_ALL = statement<KeyRow>('SELECT * FROM api_keys WHERE tenant = ?1 ORDER BY created_at, id');
const SELECT_ONE = statement<KeyRow>('SELECT * FROM api_keys WHERE tenant = ?1 AND id = ?2');
const DELETE = statement<{ id: string }>('DELETE FROM api_keys WHERE tenant = ?1 AND id = ?2 RETURNING id');
const AUDIT_REVOKED = auditWhere('EXISTS (SELECT 1 FROM api_keys k WHERE k.tenant = ?1 AND k.id = ?8)');
const TOUCH = statement(
  `UPDATE api_keys SET last_used_at = ?3, secret_hash = ?4
   WHERE tenant = ?1 AND id = ?2 AND COALESCE(last_used_at, 0) <= ?5`,
);

/** The one answer to a key that does not exist and to a wrong secret. */
export const KEY_DOES_NOT_HOLD = 'The API key is not valid; it may have been revoked.';

/** A key's last use is written at most this often, in seconds. */
const TOUCH_EVERY = 3_600;

/** Creates a key of the store's tenant, in the name of `actor`; `key` is the whole of it, never to be seen again. Seconds UTC. */
export async function createApiKey(
  store: TenantStore,
  dataSecret: string,
  wanted: { name: string; scopes: readonly Scope[]; expiresAt: number | null },
  actor: AuditActor,
  now: number,
): Promise<ApiKey & { key: string }> {
  const key = newKey(store.tenant, dataSecret);
  const scopes = SCOPES.filter((scope) => wanted.scopes.includes(scope));
  const hash = hashKey(key, dataSecret);
  const details = { name: wanted.name, scopes, expires_at: wanted.expiresAt };
  await store.batch([
    INSERT.with(key.id, wanted.name, hash, JSON.stringify(scopes), now, wanted.expiresAt),
    auditQuery({ action: 'api_key_created', actor, subject: key.id, details }, now),
  ]);
  return {
    id: key.id,
    name: wanted.name,
    key: keyText(key),
    prefix: keyPrefix(store.tenant, key.id),
    scopes,
    createdAt: now,
    expiresAt: wanted.expiresAt,
    lastUsedAt: null,
  };
}

/** The tenant's keys, oldest first. */
export async function listApiKeys(store: TenantStore): Promise<ApiKey[]> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  return rows.map(recordOf);
}

/** Revokes a key: at once in this isolate, within 60 s everywhere. NotFound where the tenant has none of that id. */
export async function revokeApiKey(
  store: TenantStore,
  memory: TenantMemory,
  id: string,
  actor: AuditActor,
  now: number,
): Promise<void> {
  const audit = AUDIT_REVOKED({ action: 'api_key_revoked', actor, subject: id }, now);
  const [, rows] = await store.batch([audit, DELETE.with(id)]);
  memory.forgetKey(store.tenant, id);
  if (rows.length === 0) throw new NotFound('This tenant has no API key of that id.');
}

/** A key that held, and its tenant. */
export interface KeyHolder {
  settings: TenantSettings;
  key: ApiKeyRecord;
  /** To be run after the answer, where the last use is due to be written. */
  touch?: Query;
}

/**
 * Verifies a sent key against its tenant's `store`: from memory, or in one trip. `now` in seconds UTC.
 * Unauthenticated where no such key exists, the secret differs, or it has expired.
 */
export async function verifyApiKey(
  store: TenantStore,
  memory: TenantMemory,
  sent: KeyText,
  dataSecrets: readonly [string, ...string[]],
  now: number,
): Promise<KeyHolder> {
  const found = await findKey(store, memory, sent.id, now);
  if (!found || !matchesHash(sent, found.key.secretHash, dataSecrets)) {
    throw new Unauthenticated(KEY_DOES_NOT_HOLD);
  }
  const { key, settings } = found;
  if (key.expiresAt !== null && key.expiresAt <= now) throw new Unauthenticated('The API key has expired.');
  if (now - (key.lastUsedAt ?? 0) < TOUCH_EVERY) return { settings, key };
  // The hash moves to the current data secret on the way, so that a rotation completes by use.
  key.lastUsedAt = now;
  key.secretHash = hashKey(sent, dataSecrets[0]);
  return { settings, key, touch: TOUCH.with(key.id, now, key.secretHash, now - TOUCH_EVERY) };
}

async function findKey(
  store: TenantStore,
  memory: TenantMemory,
  id: string,
  now: number,
): Promise<{ settings: TenantSettings; key: ApiKeyRecord } | undefined> {
  const settings = memory.tenant(store.tenant, now);
  const key = memory.key(store.tenant, id, now);
  if (settings && key) return { settings, key };
  const [tenants, keys] = await store.batch([SELECT_TENANT.with(), SELECT_ONE.with(id)]);
  if (!tenants[0] || !keys[0]) return undefined;
  const found = { settings: settingsOf(tenants[0]), key: recordOf(keys[0]) };
  memory.keepTenant(found.settings, now);
  memory.keepKey(store.tenant, found.key, now);
  return found;
}

function recordOf(row: KeyRow): ApiKeyRecord {
  const granted: unknown = JSON.parse(row.scopes);
  return {
    id: row.id,
    name: row.name,
    prefix: keyPrefix(row.tenant, row.id),
    scopes: Array.isArray(granted) ? SCOPES.filter((scope) => granted.includes(scope)) : [],
    createdAt: row.created_at,
    expiresAt: row.expires_at,
    lastUsedAt: row.last_used_at,
    secretHash: row.secret_hash,
  };
}
