import type { Meter } from './meter.ts';
import type { removedTenants as removedTable } from './schema.ts';

/** The only place with queries across tenants. */

/** All rows of `tenants`, ordered by slug. */
export async function allTenants<Row>(database: D1Database, meter: Meter): Promise<Row[]> {
  return ask<Row>(database.prepare('SELECT * FROM tenants ORDER BY tenant'), meter);
}

/** The state of a tenant's rollups. */
export interface RollupStatus {
  tenant: string;
  time_zone: string;
  pending: number;
  /** When the oldest pending change was made, in seconds UTC; null if there is none. */
  oldest: number | null;
  /**
   * 1 if the rollups have another time zone or layout, another generation is being built, or rows of one are left over.
   */
  outdated: number;
}

/** The state of the rollups of every tenant; `layout` is the current one. */
export async function rollupStatusOfAll(
  database: D1Database,
  layout: string,
  meter: Meter,
): Promise<RollupStatus[]> {
  const statement = database.prepare(`
    SELECT t.tenant, t.time_zone,
      (SELECT coalesce(sum(c.records), 0) FROM changes c WHERE c.tenant = t.tenant AND c.quarantined_at IS NULL) AS pending,
      (SELECT min(c.changed_at) FROM changes c WHERE c.tenant = t.tenant AND c.quarantined_at IS NULL) AS oldest,
      (s.time_zone <> t.time_zone OR s.layout <> ?1 || s.combination_layout || s.attribute_layout OR s.building_generation IS NOT NULL
        OR EXISTS (SELECT 1 FROM rollups r WHERE r.tenant = t.tenant AND r.generation < s.generation)
        OR EXISTS (SELECT 1 FROM rollups r WHERE r.tenant = t.tenant AND r.generation > s.generation)) AS outdated
    FROM tenants t JOIN rollup_state s ON s.tenant = t.tenant`);
  return ask<RollupStatus>(statement.bind(layout), meter);
}

/** Tenants with exports that have waited too long, or with files to delete. `now` is in seconds UTC. */
export async function tenantsWithExportsToSweep(
  database: D1Database,
  now: number,
  meter: Meter,
): Promise<string[]> {
  const statement = database.prepare(`
    SELECT t.tenant FROM tenants t WHERE EXISTS (
      SELECT 1 FROM export_jobs e INDEXED BY export_jobs_in_hand
      WHERE e.tenant = t.tenant AND (e.status IN ('queued', 'processing') OR e.has_file = 1)
        AND (e.status IN ('queued', 'processing') AND e.lease_until <= ?1 - 60
            AND t.status = 'active' AND t.removal_due_at IS NULL
          OR e.status IN ('failed', 'withdrawn') AND e.lease_until <= ?1
          OR e.status = 'completed' AND e.expires_at <= ?1))`);
  return (await ask<{ tenant: string }>(statement.bind(now), meter)).map(({ tenant }) => tenant);
}

/**
 * Targets of tenants that are served, with deliveries that have been due since `before` (seconds UTC). At most `limit`,
 * in random order, so that none of them always comes last. Reads the index entries of all open deliveries.
 */
export async function lanesWithDueDeliveries<Lane>(
  database: D1Database,
  before: number,
  limit: number,
  meter: Meter,
): Promise<Lane[]> {
  const statement = database.prepare(`
    SELECT DISTINCT d.tenant, d.kind, d.target
    FROM outbox_deliveries d INDEXED BY outbox_deliveries_open JOIN tenants t ON t.tenant = d.tenant
    WHERE d.next_at <= ?1 AND t.status = 'active' AND t.removal_due_at IS NULL
    ORDER BY random() LIMIT ?2`);
  return ask<Lane>(statement.bind(before, limit), meter);
}

export interface TenantTask<Task extends string> {
  tenant: string;
  task: Task;
}

/**
 * The `tasks` of each tenant that have not completed since `since`, in seconds UTC. Tenants created after that are left
 * out. Reads about two rows per tenant and task.
 */
export async function overdueTasks<Task extends string>(
  database: D1Database,
  tasks: readonly Task[],
  since: number,
  meter: Meter,
): Promise<TenantTask<Task>[]> {
  const statement = database.prepare(`
    SELECT t.tenant AS tenant, k.value AS task
    FROM tenants t CROSS JOIN json_each(?1) k
      LEFT JOIN maintenance_runs r ON r.tenant = t.tenant AND r.task = k.value
    WHERE t.created_at < ?2 AND coalesce(r.completed_at, 0) < ?2 ORDER BY t.tenant, k.key`);
  return ask<TenantTask<Task>>(statement.bind(JSON.stringify(tasks), since), meter);
}

/** Tenants whose removal is due at `now`, in seconds UTC. */
export async function tenantsToRemove(database: D1Database, now: number, meter: Meter): Promise<string[]> {
  const statement = database.prepare('SELECT tenant FROM tenants WHERE removal_due_at <= ?1 ORDER BY tenant');
  return (await ask<{ tenant: string }>(statement.bind(now), meter)).map(({ tenant }) => tenant);
}

/** The records of removed tenants, ordered by slug, including tenants that are still being deleted. */
export async function removedTenantRows(
  database: D1Database,
  meter: Meter,
): Promise<(typeof removedTable.$inferSelect)[]> {
  return ask(database.prepare('SELECT * FROM removed_tenants ORDER BY tenant'), meter);
}

/**
 * At most `limit` tenants with an unsealed audit entry of `before` (seconds UTC) or older. The order is random, so that
 * tenants that fail do not block the others.
 */
export async function tenantsWithEntriesToSeal(
  database: D1Database,
  before: number,
  limit: number,
  meter: Meter,
): Promise<string[]> {
  const statement = database.prepare(`
    SELECT t.tenant FROM tenants t WHERE EXISTS (
      SELECT 1 FROM audit_log e WHERE e.tenant = t.tenant AND e.at <= ?1 AND e.at > coalesce(
        (SELECT s.to_at FROM audit_seals s WHERE s.tenant = t.tenant ORDER BY s.seq DESC LIMIT 1), -1))
    ORDER BY random() LIMIT ?2`);
  return (await ask<{ tenant: string }>(statement.bind(before, limit), meter)).map(({ tenant }) => tenant);
}

async function ask<Row>(statement: D1PreparedStatement, meter: Meter): Promise<Row[]> {
  const started = performance.now();
  const { results, meta } = await statement.all<Row>();
  meter.milliseconds += performance.now() - started;
  meter.trips += 1;
  meter.rowsRead += meta.rows_read;
  return results;
}
