import { type Query, statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import type { AuditAction, AuditActor } from './entry.ts';

/** Where a page ended: the entries after it are older. `at` in seconds UTC. */
export interface AuditPosition {
  at: number;
  id: string;
}

/** An entry as it was written; `at` in seconds UTC. */
export interface StoredAuditEntry extends AuditPosition {
  action: string;
  actor: AuditActor;
  subject: string | null;
  details: Record<string, unknown>;
}

/** What a page is cut from, and where. */
export interface AuditPage {
  /** Half-open, seconds UTC. */
  period: { start: number; end: number };
  actorId?: string | undefined;
  action?: AuditAction | undefined;
  after?: AuditPosition | undefined;
  limit: number;
}

interface Row {
  at: number;
  id: string;
  action: string;
  actor_kind: AuditActor['kind'];
  actor_id: string;
  actor_role: string | null;
  subject: string | null;
  details: string;
}

/** Each filter has an index of its own, so that a page costs by its entries; both together go by the actor's. */
function pageOf(table: string, condition: string) {
  return statement<Row>(`
    SELECT at, id, action, actor_kind, actor_id, actor_role, subject, details FROM ${table}
    WHERE tenant = ?1 AND at >= ?2 AND (at, id) < (?3, ?4) AND ${condition}
    ORDER BY at DESC, id DESC LIMIT ?5`);
}

const PAGE = pageOf('audit_log', 'TRUE');
const PAGE_OF_ACTION = pageOf('audit_log INDEXED BY audit_log_by_action', 'action = ?6');
const PAGE_OF_ACTOR = pageOf(
  'audit_log INDEXED BY audit_log_by_actor',
  'actor_id = ?6 AND (?7 IS NULL OR action = ?7)',
);

function pageQuery({ period, actorId, action, after, limit }: AuditPage): Query<Row> {
  const from = after && after.at < period.end ? after : { at: period.end, id: '' };
  const place = [period.start, from.at, from.id, limit + 1] as const;
  if (actorId !== undefined) return PAGE_OF_ACTOR.with(...place, actorId, action ?? null);
  return action === undefined ? PAGE.with(...place) : PAGE_OF_ACTION.with(...place, action);
}

/** A page of the audit log, newest first, and where it ends if there is more. */
export async function listAuditLog(
  store: TenantStore,
  page: AuditPage,
): Promise<{ entries: StoredAuditEntry[]; next: AuditPosition | null }> {
  const [rows] = await store.batch([pageQuery(page)]);
  const entries = rows.slice(0, page.limit).map(entryOf);
  const last = rows.length > page.limit ? entries.at(-1) : undefined;
  return { entries, next: last ? { at: last.at, id: last.id } : null };
}

function entryOf({ actor_kind, actor_id, actor_role, details, ...row }: Row): StoredAuditEntry {
  const actor = { kind: actor_kind, id: actor_id, ...(actor_role !== null && { role: actor_role }) };
  return { ...row, actor, details: JSON.parse(details) };
}
