import type { AuditActor } from '../audit/entry.ts';
import { and, coalesce, columnsOf, eq, exists, gt, isNull, or, sql } from '../db/expressions.ts';
import { apiKeys } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { Conflict, Forbidden, NotFound } from '../errors.ts';
import { grantRefusal } from './actor.ts';
import {
  AUDIT_STORED,
  DROP_EXPIRED,
  hasRoomSql,
  type KeyRow,
  listed,
  recordOf,
  SELECT_ONE,
  tooManyKeys,
} from './api-keys.ts';
import type { TenantCache } from './credential-cache.ts';
import { type ApiKey, type ApiKeyRecord, hashKey, keyText, type NewApiKey, newKey } from './key-secret.ts';
import type { Role } from './roles.ts';

const statement = statementsIn('auth');
const queries = queriesIn('auth');

/** Who changes a key. The role must itself be allowed to do what the key may do. */
export interface Changer {
  actor: AuditActor;
  role: Role;
}

/** The changeable fields of a key; `expiresAt` in seconds UTC, null for never. */
export interface KeyChange {
  name?: string | undefined;
  expiresAt?: number | null | undefined;
  /** As returned by `readRange`; empty for everywhere. */
  allowedIps?: readonly string[] | undefined;
}

/** What a change does not name is null, and stays. An expiry can also be set to null. */
interface Wanted {
  id: string;
  now: number;
  name: string | null;
  allowedIps: string | null;
  setsExpiry: number;
  expiresAt: number | null;
}
const UPDATE = queries.update(apiKeys, (wanted: Inputs<Wanted>) => ({
  set: {
    name: coalesce(wanted.name, apiKeys.name),
    allowed_ips: coalesce(wanted.allowedIps, apiKeys.allowed_ips),
    expires_at: sql<number | null>`iif(${wanted.setsExpiry}, ${wanted.expiresAt}, ${apiKeys.expires_at})`,
  },
  where: and(eq(apiKeys.id, wanted.id), or(isNull(apiKeys.expires_at), gt(apiKeys.expires_at, wanted.now))),
  returning: columnsOf(apiKeys),
}));
/** Inserts the successor of a key that has not expired, if the tenant may have one more key. */
const INSERT_SUCCESSOR = statement<KeyRow>(`
  INSERT INTO api_keys (tenant, id, name, secret_hash, scopes, created_at, expires_at, allowed_ips)
  SELECT ?1, ?4, o.name, ?5, o.scopes, ?3, ?6, o.allowed_ips FROM api_keys o
  WHERE o.tenant = ?1 AND o.id = ?2 AND (o.expires_at IS NULL OR o.expires_at > ?3) AND ${hasRoomSql('?3')}
  RETURNING *`);
/** A rotation shortens the lifetime of the old key, and never extends it. */
const END = queries.update(apiKeys, (end: Inputs<{ id: string; successor: string; at: number }>) => ({
  set: { expires_at: sql<number>`min(coalesce(${apiKeys.expires_at}, ${end.at}), ${end.at})` },
  where: and(eq(apiKeys.id, end.id), exists(apiKeys, eq(apiKeys.id, end.successor))),
  returning: columnsOf(apiKeys),
}));

/**
 * Changes the given fields of a key that has not expired: at once in this isolate, within 60 s everywhere. `now` in
 * seconds UTC. Throws NotFound for an unknown id, Conflict for an expired key, Forbidden if the role may not grant the
 * key's scopes.
 */
export async function changeApiKey(
  store: TenantStore,
  memory: TenantCache,
  id: string,
  change: KeyChange,
  changer: Changer,
  now: number,
): Promise<ApiKey> {
  await requireChangeable(store, id, changer, now);
  const { name, expiresAt, allowedIps } = change;
  const details = {
    ...(name !== undefined && { name }),
    ...(expiresAt !== undefined && { expires_at: expiresAt }),
    ...(allowedIps !== undefined && { allowed_ips: allowedIps }),
  };
  const [rows] = await store.batch([
    UPDATE.with({
      id,
      now,
      name: name ?? null,
      allowedIps: allowedIps === undefined ? null : JSON.stringify(allowedIps),
      setsExpiry: Number(expiresAt !== undefined),
      expiresAt: expiresAt ?? null,
    }),
    AUDIT_STORED({ action: 'api_key_changed', actor: changer.actor, subject: id, details }, now),
  ]);
  memory.forgetKey(store.tenant, id);
  if (!rows[0]) throw unknownKey();
  return listed(recordOf(rows[0]));
}

/**
 * Creates the successor of a key, with the same name, scopes and addresses, and ends the old key at `oldEndsAt`, in one
 * transaction. Instants in seconds UTC. Throws like `changeApiKey`, and Conflict if the tenant has the maximum number
 * of keys.
 */
export async function rotateApiKey(
  store: TenantStore,
  memory: TenantCache,
  id: string,
  wanted: { dataSecret: string; expiresAt: number | null; oldEndsAt: number },
  changer: Changer,
  now: number,
): Promise<{ made: NewApiKey; old: ApiKey }> {
  await requireChangeable(store, id, changer, now);
  const key = newKey(store.tenant, wanted.dataSecret);
  const details = { replaces: id, old_key_expires_at: wanted.oldEndsAt, expires_at: wanted.expiresAt };
  const [, made, ended] = await store.batch([
    DROP_EXPIRED.with(now),
    INSERT_SUCCESSOR.with(id, now, key.id, hashKey(key, wanted.dataSecret), wanted.expiresAt),
    END.with({ id, successor: key.id, at: wanted.oldEndsAt }),
    AUDIT_STORED({ action: 'api_key_rotated', actor: changer.actor, subject: key.id, details }, now),
  ]);
  memory.forgetKey(store.tenant, id);
  if (!made[0] || !ended[0]) throw tooManyKeys();
  return { made: { ...listed(recordOf(made[0])), key: keyText(key) }, old: listed(recordOf(ended[0])) };
}

async function requireChangeable(
  store: TenantStore,
  id: string,
  { role }: Changer,
  now: number,
): Promise<ApiKeyRecord> {
  const [[row]] = await store.batch([SELECT_ONE.with({ id })]);
  if (!row) throw unknownKey();
  const key = recordOf(row);
  const reason = grantRefusal(role, key.scopes);
  if (reason !== undefined) throw new Forbidden(reason);
  if (key.expiresAt !== null && key.expiresAt <= now) {
    throw new Conflict('This API key has expired and cannot be changed. Create a new one.');
  }
  return key;
}

function unknownKey(): NotFound {
  return new NotFound('No API key with this id.');
}
