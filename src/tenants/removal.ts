import { auditWhere } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { removedTenantRows } from '../db/catalog-store.ts';
import { isNull } from '../db/expressions.ts';
import type { Meter } from '../db/meter.ts';
import { tenants } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { type Inputs, queriesIn } from '../db/tenant-queries.ts';
import { Conflict } from '../errors.ts';
import type { CatalogContext } from './catalog.ts';
import { SELECT_TENANT, SLUG, settingsOf, type TenantRow, type TenantSettings } from './settings.ts';
import { tenantRefused } from './tenants.ts';

const statement = statementsIn('tenants');
const queries = queriesIn('tenants');

const DAY_SECONDS = 86_400;

const AUDIT_REQUESTED = auditWhere(
  'EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND t.removal_due_at IS NULL)',
);
const REQUEST = queries.update(tenants, (asked: Inputs<{ at: number; by: string; dueAt: number }>) => ({
  set: { removal_requested_at: asked.at, removal_requested_by: asked.by, removal_due_at: asked.dueAt },
  where: isNull(tenants.removal_due_at),
}));
/** SQL: nothing was deleted yet, so that the tenant can be restored completely. */
const IS_RESTORABLE = `t.removal_due_at IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = ?1)`;
const AUDIT_RESTORED = auditWhere(
  `EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND ${IS_RESTORABLE})`,
);
const RESTORE = statement<TenantRow>(`
  UPDATE tenants SET removal_requested_at = NULL, removal_requested_by = NULL, removal_due_at = NULL,
    status_changed_at = ?2
  WHERE tenant = ?1 AND EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1 AND ${IS_RESTORABLE})
  RETURNING *`);

/**
 * Schedules the removal of a tenant and suspends it at once; its data is deleted after `BOUNDS.removalDays`. Repeating
 * the request changes nothing.
 * Throws Conflict unless `confirmed` is the slug, and Forbidden for an unknown slug, as for a tenant without access.
 */
export async function requestRemoval(
  { catalog, memory, actor, now }: CatalogContext,
  { slug, confirmed }: { slug: string; confirmed: string },
): Promise<NonNullable<TenantSettings['removal']>> {
  if (!SLUG.test(slug)) throw tenantRefused();
  if (confirmed !== slug) {
    throw new Conflict(`Everything of this tenant will be deleted. Confirm it with {"confirm": "${slug}"}.`);
  }
  const dueAt = now + BOUNDS.removalDays.value * DAY_SECONDS;
  const details = { due_at: dueAt };
  const [, , [row]] = await catalog
    .store(slug)
    .batch([
      AUDIT_REQUESTED({ action: 'tenant_removal_requested', actor, subject: slug, details }, now),
      REQUEST.with({ at: now, by: actor.id, dueAt }),
      SELECT_TENANT.with(),
    ]);
  memory.forgetTenant(slug);
  const removal = row && settingsOf(row).removal;
  if (!removal) throw tenantRefused();
  return removal;
}

/**
 * Cancels a removal; the tenant gets back its former status. Throws Conflict if there is no removal, or if the deletion
 * has begun, and Forbidden for an unknown slug.
 */
export async function restoreTenant(
  { catalog, memory, actor, now }: CatalogContext,
  slug: string,
): Promise<TenantSettings> {
  if (!SLUG.test(slug)) throw tenantRefused();
  const [, [restored], [row]] = await catalog
    .store(slug)
    .batch([
      AUDIT_RESTORED({ action: 'tenant_restored', actor, subject: slug }, now),
      RESTORE.with(now),
      SELECT_TENANT.with(),
    ]);
  memory.forgetTenant(slug);
  if (restored) return settingsOf(restored);
  if (!row) throw tenantRefused();
  throw new Conflict(
    row.removal_due_at === null
      ? 'The removal of this tenant has not been requested, so it cannot be restored.'
      : 'The deletion of this tenant has begun. It cannot be restored.',
  );
}

/** What remains of a removed tenant. Instants in seconds UTC. */
export interface RemovedTenant {
  slug: string;
  requestedAt: number;
  /** The user id of the session. */
  requestedBy: string;
  /** Null while the deletion is running. */
  removedAt: number | null;
  /** Deleted rows by table, and deleted files. */
  counts: Record<string, number>;
}

/** All tenants whose deletion has begun or finished, by slug. */
export async function listRemovedTenants({
  env,
  meter,
}: {
  env: { DB: D1Database };
  meter: Meter;
}): Promise<RemovedTenant[]> {
  const rows = await removedTenantRows(env.DB, meter);
  return rows.map((row) => ({
    slug: row.tenant,
    requestedAt: row.requested_at,
    requestedBy: row.requested_by,
    removedAt: row.removed_at,
    counts: JSON.parse(row.counts) as Record<string, number>,
  }));
}
