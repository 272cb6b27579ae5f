import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import type { AuditAction, AuditActor } from './entry.ts';

const statement = statementsIn('audit');

/** The end of a page: the next entries are older. `at` in seconds UTC. */
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
  /** How often the same action was repeated within the following minute. */
  repeated: number;
}

/** The list, and which page of it to read. */
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
  request_id: string | null;
  address_hash: string | null;
  repeated: number;
}

/**
 * Each filter has its own index, so that a page reads only its entries. Both filters together use the actor's index.
 */
function pageOf(table: string, condition: string) {
  return statement<Row>(`
    SELECT e.at, e.id, e.action, e.actor_kind, e.actor_id, e.actor_role, e.subject, e.details,
      e.request_id, e.address_hash, coalesce(r.times, 0) AS repeated
    FROM ${table} LEFT JOIN audit_repeats r ON r.tenant = ?1 AND r.at = e.at AND r.id = e.id
    WHERE e.tenant = ?1 AND e.at >= ?2 AND (e.at, e.id) < (?3, ?4) AND ${condition}
    ORDER BY e.at DESC, e.id DESC LIMIT ?5`);
}

const PAGE = pageOf('audit_log e', 'TRUE');
const PAGE_OF_ACTION = pageOf('audit_log e INDEXED BY audit_log_by_action', 'e.action = ?6');
const PAGE_OF_ACTOR = pageOf(
  'audit_log e INDEXED BY audit_log_by_actor',
  'e.actor_id = ?6 AND (?7 IS NULL OR e.action = ?7)',
);

function pageQuery({ period, actorId, action, after, limit }: AuditPage): BoundStatement<Row> {
  const from = after && after.at < period.end ? after : { at: period.end, id: '' };
  const place = [period.start, from.at, from.id, limit + 1] as const;
  if (actorId !== undefined) return PAGE_OF_ACTOR.with(...place, actorId, action ?? null);
  return action === undefined ? PAGE.with(...place) : PAGE_OF_ACTION.with(...place, action);
}

/** A page of the audit log, newest first, and where the next page continues; null on the last page. */
export async function listAuditLog(
  { store }: StoreContext,
  page: AuditPage,
): Promise<{ entries: StoredAuditEntry[]; next: AuditPosition | null }> {
  const [rows] = await store.batch([pageQuery(page)]);
  const entries = rows.slice(0, page.limit).map(entryOf);
  const last = rows.length > page.limit ? entries.at(-1) : undefined;
  return { entries, next: last ? { at: last.at, id: last.id } : null };
}

function entryOf(row: Row): StoredAuditEntry {
  const { actor_kind, actor_id, actor_role, request_id, address_hash, details, ...rest } = row;
  const origin =
    request_id !== null && address_hash !== null
      ? { requestId: request_id, addressHash: address_hash }
      : undefined;
  const actor = {
    kind: actor_kind,
    id: actor_id,
    ...(actor_role !== null && { role: actor_role }),
    ...(origin && { origin }),
  };
  return { ...rest, actor, details: JSON.parse(details) };
}
