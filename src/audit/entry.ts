import { type Param, type Query, statement } from '../store/statement.ts';

/** Everything that is written down. */
export const AUDIT_ACTIONS = [
  'phone_search',
  'export_created',
  'export_downloaded',
  'api_key_created',
  'api_key_revoked',
  'tenant_created',
  'tenant_changed',
  'customer_erased',
  'secret_rotated',
] as const;
export type AuditAction = (typeof AUDIT_ACTIONS)[number];

/** Who did it. */
export interface AuditActor {
  /** system: upkeep, or the bearer of a signed link. */
  kind: 'session' | 'key' | 'system';
  /** The session's user, the key's id, or the name of the job. */
  id: string;
  role?: string;
}

export interface AuditEntry {
  action: AuditAction;
  actor: AuditActor;
  /** What it was done to: the id of an export, key, tenant … */
  subject?: string;
  /** Never a secret, a full number or an address. */
  details?: Readonly<Record<string, string | number | boolean | null | readonly string[]>>;
}

const INSERT = statement(`
  INSERT INTO audit_log (tenant, at, id, action, actor_kind, actor_id, actor_role, subject, details)
  VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)`);

/** Writes the entry down; runs in the batch of what it tells of. `now` in seconds UTC. */
export function auditQuery(entry: AuditEntry, now: number): Query {
  return INSERT.with(...paramsOf(entry, now));
}

/**
 * As `auditQuery`, of an act that may come to nothing: written where `condition` (SQL; `?1` is the tenant, `?8`
 * the subject) holds as the batch comes to it.
 */
export function auditWhere(condition: string): typeof auditQuery {
  const insert = statement(`
    INSERT INTO audit_log (tenant, at, id, action, actor_kind, actor_id, actor_role, subject, details)
    SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9 WHERE ${condition}`);
  return (entry, now) => insert.with(...paramsOf(entry, now));
}

function paramsOf({ action, actor, subject, details = {} }: AuditEntry, now: number): Param[] {
  return [
    now,
    crypto.randomUUID(),
    action,
    actor.kind,
    actor.id,
    actor.role ?? null,
    subject ?? null,
    JSON.stringify(details),
  ];
}
