import { v7 as timeOrderedId } from 'uuid';
import { jsonBatches } from '../db/json-batches.ts';
import { columns, type JsonRow } from '../db/json-rows.ts';
import { type BoundStatement, type Param, type Statement, statementsIn } from '../db/statement.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import type { Origin } from './origin.ts';

const statement = statementsIn('audit');

/** Everything that is recorded in the audit log. */
export const AUDIT_ACTIONS = [
  'phone_search',
  'export_created',
  'export_downloaded',
  'api_key_created',
  'api_key_changed',
  'api_key_rotated',
  'api_key_revoked',
  'sessions_revoked',
  'tenant_created',
  'tenant_changed',
  'customer_erased',
  'records_deleted',
  'evaluation_created',
  'secret_rotated',
  'tenant_removal_requested',
  'tenant_restored',
  'tenant_exported',
  'log_in_failed',
  'signed_in',
  'signed_out',
  'access_refused',
  'personal_data_read',
  'audit_log_read',
  'metric_created',
  'metric_changed',
  'metric_deleted',
  'combination_created',
  'combination_deleted',
  'policy_created',
  'policies_frozen',
  'calendar_put',
  'calendar_deleted',
  'attributes_put',
  'dashboard_created',
  'dashboard_changed',
  'dashboard_deleted',
  'webhook_created',
  'webhook_changed',
  'webhook_rotated',
  'webhook_disabled',
  'webhook_deleted',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Kinds of actors. system: maintenance, or the person who set up the installation. unknown: no valid credential. */
export const AUDIT_ACTOR_KINDS = ['session', 'key', 'system', 'unknown'] as const;

/** The actor of an entry. A KeyActor and a SessionActor are ones too; their other fields are not stored. */
export interface AuditActor {
  kind: (typeof AUDIT_ACTOR_KINDS)[number];
  /** The session's user, the key's id, the name of the job, or the hash of an unknown caller's address. */
  id: string;
  role?: string;
  /** Absent for maintenance. */
  origin?: Origin;
}

/** What a function needs that writes an audit entry together with its work. */
export interface AuditedContext extends TimedContext {
  actor: AuditActor;
}

export interface AuditEntry {
  action: AuditAction;
  actor: AuditActor;
  /** What was acted on: the id of an export, key, tenant, … */
  subject?: string;
  /** Never contains a secret, a full phone number or an address. */
  details?: Readonly<Record<string, AuditDetail | Readonly<Record<'old' | 'new', AuditDetail>>>>;
}

type AuditDetail = string | number | boolean | null | readonly string[];

/** In the order of the parameters from `?2` on. */
const COLUMNS = [
  'at',
  'id',
  'action',
  'actor_kind',
  'actor_id',
  'actor_role',
  'subject',
  'details',
  'request_id',
  'address_hash',
] as const;
const INTO = `INSERT INTO audit_log (tenant, ${COLUMNS.join(', ')})`;

/**
 * Writes an entry in the same batch as the action, which may turn out not to happen: only if `condition` (SQL; `?1` is
 * the tenant, `?8` the subject) holds at that point of the batch. `now` in seconds UTC.
 */
export function auditWhere(condition: string): (entry: AuditEntry, now: number) => BoundStatement {
  const insert = insertEntryWhere(condition);
  return (entry, now) => insert.with(...auditParams(entry, now));
}

/** The statement of `auditWhere`; takes `auditParams`. */
export function insertEntryWhere(condition: string): Statement {
  return statement(`${INTO} SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11 WHERE ${condition}`);
}

/** Like `auditWhere`, without a condition. */
export const auditQuery = auditWhere('TRUE');

const INSERT_ALL = statement(`
  ${INTO}
  SELECT ?1, ${columns(COLUMNS)} FROM json_each(?2) k`);

/** Like `auditQuery`, for many entries. `now` in seconds UTC. */
export function auditQueries(entries: readonly AuditEntry[], now: number): BoundStatement[] {
  return jsonBatches(entries.map((entry) => auditRow(entry, now))).map((pack) => INSERT_ALL.with(pack));
}

/** A UUID version 7: it sorts by creation time, so that entries of the same second keep their order. */
export function newEntryId(): string {
  return timeOrderedId();
}

/** The parameters from `?2` on, with a new id, in the order of `COLUMNS`. `now` in seconds UTC. */
export function auditParams(entry: AuditEntry, now: number): Param[] {
  const row = auditRow(entry, now);
  return COLUMNS.map((name) => row[name] ?? null);
}

function auditRow(
  { action, actor, subject, details = {} }: AuditEntry,
  now: number,
): JsonRow<(typeof COLUMNS)[number]> {
  return {
    at: now,
    id: newEntryId(),
    action,
    actor_kind: actor.kind,
    actor_id: actor.id,
    actor_role: actor.role,
    subject,
    details: JSON.stringify(details),
    request_id: actor.origin?.requestId,
    address_hash: actor.origin?.addressHash,
  };
}
