import { and, coalesce, columnsOf, eq, exists, gt, isNull, or, sql } from '../db/expressions.ts';
import { apiKeys } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import type { DataSecrets } from '../env.ts';
import { Conflict, Forbidden, NotFound } from '../errors.ts';
import { grantRefusal, type SessionActor } from './actor.ts';
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
import type { CachedContext } from './credential-cache.ts';
import { type ApiKey, type ApiKeyRecord, hashKey, keyText, type NewApiKey, newKey } from './key-secret.ts';

const statement = statementsIn('auth');
const queries = queriesIn('auth');

/** The role of the session must itself be allowed to do what the key may do. */
type ChangeContext = TimedContext & CachedContext & { actor: SessionActor };

/** The id of a key and the fields to change; `expiresAt` in seconds UTC, null for never. */
export interface KeyChange {
  id: string;
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
 * Changes the given fields of a key that has not expired: at once in this isolate, within 60 s everywhere. Throws
 * NotFound for an unknown id, Conflict for an expired key, Forbidden if the role may not grant the key's scopes.
 */
export async function changeApiKey(
  context: ChangeContext,
  { id, name, expiresAt, allowedIps }: KeyChange,
): Promise<ApiKey> {
  const { store, memory, actor, now } = context;
  await requireChangeable(context, id);
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
    AUDIT_STORED({ action: 'api_key_changed', actor, subject: id, details }, now),
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
  context: ChangeContext & { config: DataSecrets },
  { id, expiresAt, oldEndsAt }: { id: string; expiresAt: number | null; oldEndsAt: number },
): Promise<{ made: NewApiKey; old: ApiKey }> {
  const { store, memory, config, actor, now } = context;
  await requireChangeable(context, id);
  const key = newKey(store.tenant, config.dataSecret);
  const details = { replaces: id, old_key_expires_at: oldEndsAt, expires_at: expiresAt };
  const [, made, ended] = await store.batch([
    DROP_EXPIRED.with(now),
    INSERT_SUCCESSOR.with(id, now, key.id, hashKey(key, config.dataSecret), expiresAt),
    END.with({ id, successor: key.id, at: oldEndsAt }),
    AUDIT_STORED({ action: 'api_key_rotated', actor, subject: key.id, details }, now),
  ]);
  memory.forgetKey(store.tenant, id);
  if (!made[0] || !ended[0]) throw tooManyKeys();
  return { made: { ...listed(recordOf(made[0])), key: keyText(key) }, old: listed(recordOf(ended[0])) };
}

async function requireChangeable({ store, actor, now }: ChangeContext, id: string): Promise<ApiKeyRecord> {
  const [[row]] = await store.batch([SELECT_ONE.with({ id })]);
  if (!row) throw unknownKey();
  const key = recordOf(row);
  const reason = grantRefusal(actor.role, key.scopes);
  if (reason !== undefined) throw new Forbidden(reason);
  if (key.expiresAt !== null && key.expiresAt <= now) {
    throw new Conflict('This API key has expired and cannot be changed. Create a new one.');
  }
  return key;
}

function unknownKey(): NotFound {
  return new NotFound('No API key with this id.');
}
