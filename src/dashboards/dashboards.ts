import { type AuditedContext, auditParams, auditWhere, insertEntryWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { and, eq, sql } from '../db/expressions.ts';
import { dashboards } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { Conflict, Forbidden, NotFound } from '../errors.ts';

const statement = statementsIn('dashboards');
const queries = queriesIn('dashboards');

const MOST = BOUNDS.dashboardsPerTenant.value;

/** A part of a dashboard: a query, and how its answer is drawn. */
interface Tile {
  title: string;
  shape: string;
  width: string;
  query: unknown;
}

/** A dashboard that somebody of the tenant has made. Instants are seconds UTC. */
export interface Dashboard {
  id: string;
  name: string;
  tiles: readonly Tile[];
  /** 1 when it is created, and 1 more with each change. */
  version: number;
  /** The user who made it. */
  owner: string;
  createdAt: number;
  changedAt: number;
}

type Row = Omit<typeof dashboards.$inferSelect, 'tenant'>;

const COLUMNS = {
  id: dashboards.id,
  name: dashboards.name,
  tiles: dashboards.tiles,
  version: dashboards.version,
  owner: dashboards.owner,
  created_at: dashboards.created_at,
  changed_at: dashboards.changed_at,
};

const SELECT_ALL = queries.select(dashboards, () => ({ columns: COLUMNS, orderBy: [dashboards.id] }));
const SELECT_ONE = queries.select(dashboards, ({ id }: Inputs<{ id: string }>) => ({
  columns: COLUMNS,
  where: eq(dashboards.id, id),
}));
/** SQL: whether the tenant may have one more dashboard. */
const HAS_ROOM = `(SELECT count(*) FROM dashboards n WHERE n.tenant = ?1) < ${MOST}`;
const INSERT = statement<{ id: string }>(`
  INSERT INTO dashboards (tenant, id, name, tiles, version, owner, created_at, changed_at)
  SELECT ?1, ?2, ?3, ?4, 1, ?5, ?6, ?6 WHERE ${HAS_ROOM}
  ON CONFLICT DO NOTHING RETURNING id`);
interface Replaced {
  id: string;
  name: string;
  tiles: string;
  version: number;
  now: number;
}
const UPDATE = queries.update(dashboards, ({ id, name, tiles, version, now }: Inputs<Replaced>) => ({
  set: { name, tiles, version: sql`${dashboards.version} + 1`, changed_at: now },
  where: and(eq(dashboards.id, id), eq(dashboards.version, version)),
  returning: { id: dashboards.id },
}));
const DELETE = queries.delete(dashboards, ({ id }: Inputs<{ id: string }>) => ({
  where: eq(dashboards.id, id),
  returning: { id: dashboards.id },
}));

/** Entries are written before what they are of, in the same transaction, so that both or none are. */
const AUDIT_CREATED = auditWhere(
  `NOT EXISTS (SELECT 1 FROM dashboards d WHERE d.tenant = ?1 AND d.id = ?8) AND ${HAS_ROOM}`,
);
const AUDIT_CHANGED = insertEntryWhere(
  'EXISTS (SELECT 1 FROM dashboards d WHERE d.tenant = ?1 AND d.id = ?8 AND d.version = ?12)',
);
const AUDIT_DELETED = auditWhere('EXISTS (SELECT 1 FROM dashboards d WHERE d.tenant = ?1 AND d.id = ?8)');

/** All dashboards of the tenant, the oldest id first; at most `BOUNDS.dashboardsPerTenant`. */
export async function listDashboards({ store }: StoreContext): Promise<Dashboard[]> {
  const [rows] = await store.batch([SELECT_ALL.with()]);
  return rows.map(dashboardIn);
}

/** One dashboard. Throws NotFound for an unknown id. */
export async function findDashboard({ store }: StoreContext, id: string): Promise<Dashboard> {
  const [[row]] = await store.batch([SELECT_ONE.with({ id })]);
  if (!row) throw unknown();
  return dashboardIn(row);
}

/** What a dashboard shows. */
export type Content = Pick<Dashboard, 'name' | 'tiles'>;

type CreationContext = AuditedContext & { creationId?: string | undefined };

/** Creates a dashboard of the caller. Throws Conflict if the tenant has the maximum number. */
export async function createDashboard(
  { store, actor, now, creationId: id = crypto.randomUUID() }: CreationContext,
  { name, tiles }: Content,
): Promise<Dashboard> {
  const entry = { action: 'dashboard_created', actor, subject: id, details: { name } } as const;
  const [, created] = await store.batch([
    AUDIT_CREATED(entry, now),
    INSERT.with(id, name, JSON.stringify(tiles), actor.id, now),
  ]);
  if (created[0]) return { id, name, tiles, version: 1, owner: actor.id, createdAt: now, changedAt: now };
  const [[same]] = await store.batch([SELECT_ONE.with({ id })]);
  if (same) return dashboardIn(same);
  throw new Conflict(`This tenant has the maximum of ${MOST} dashboards. Delete one first.`);
}

/** Who may change a dashboard: its owner, and those who administer the tenant. */
export type ChangeContext = AuditedContext & { mayChangeAll: boolean };

/**
 * Replaces what a dashboard shows. `version` is the one that the caller has seen. Throws NotFound for an unknown id,
 * Forbidden for somebody else's, Conflict if it was changed since.
 */
export async function changeDashboard(
  context: ChangeContext,
  { id, version, name, tiles }: Content & Pick<Dashboard, 'id' | 'version'>,
): Promise<Dashboard> {
  const { store, actor, now } = context;
  const before = await findChangeable(context, id);
  const details = { ...(name !== before.name && { name: { old: before.name, new: name } }), version };
  const entry = { action: 'dashboard_changed', actor, subject: id, details } as const;
  const [, changed] = await store.batch([
    AUDIT_CHANGED.with(...auditParams(entry, now), version),
    UPDATE.with({ id, name, tiles: JSON.stringify(tiles), version, now }),
  ]);
  if (!changed[0]) {
    const message = `The dashboard was changed since version ${version}: it is at version ${before.version}. Read it again.`;
    throw new Conflict(message);
  }
  return { ...before, name, tiles, version: version + 1, changedAt: now };
}

/** Deletes a dashboard. Throws NotFound for an unknown id, Forbidden for somebody else's. */
export async function deleteDashboard(context: ChangeContext, id: string): Promise<void> {
  const { store, actor, now } = context;
  await findChangeable(context, id);
  await store.batch([
    AUDIT_DELETED({ action: 'dashboard_deleted', actor, subject: id }, now),
    DELETE.with({ id }),
  ]);
}

async function findChangeable(
  { mayChangeAll, actor, ...context }: ChangeContext,
  id: string,
): Promise<Dashboard> {
  const found = await findDashboard(context, id);
  if (found.owner === actor.id || mayChangeAll) return found;
  throw new Forbidden(
    'This dashboard was made by somebody else. Only they and administrators of the tenant may change it; make a copy.',
  );
}

function dashboardIn({ tiles, created_at, changed_at, ...row }: Row): Dashboard {
  return { ...row, tiles: JSON.parse(tiles) as Tile[], createdAt: created_at, changedAt: changed_at };
}

function unknown(): NotFound {
  return new NotFound('No dashboard has this id.');
}
