import type { Meter } from './meter.ts';

/** Reads that cross tenants stand here and nowhere else. */

/** Every row of the catalogue, by slug. */
export async function allTenants<Row>(database: D1Database, meter: Meter): Promise<Row[]> {
  return ask<Row>(database.prepare('SELECT * FROM tenants ORDER BY tenant'), meter);
}

/** How a tenant's rollups stand against what they should be. */
export interface Upkeep {
  tenant: string;
  time_zone: string;
  pending: number;
  /** Seconds UTC of the oldest pending change; null for none. */
  oldest: number | null;
  /** 1 where the rollups are of another zone or layout, or another generation is built or still lies about. */
  outdated: number;
}

/** The upkeep of every tenant; `layout` is what rollups should hold. */
export async function upkeepOfAll(database: D1Database, layout: string, meter: Meter): Promise<Upkeep[]> {
  const statement = database.prepare(`
    SELECT t.tenant, t.time_zone,
      (SELECT count(*) FROM changes c WHERE c.tenant = t.tenant AND c.quarantined_at IS NULL) AS pending,
      (SELECT min(c.changed_at) FROM changes c WHERE c.tenant = t.tenant AND c.quarantined_at IS NULL) AS oldest,
      (s.time_zone <> t.time_zone OR s.layout <> ?1 OR s.building_generation IS NOT NULL
        OR EXISTS (SELECT 1 FROM rollups r WHERE r.tenant = t.tenant AND r.generation < s.generation)
        OR EXISTS (SELECT 1 FROM rollups r WHERE r.tenant = t.tenant AND r.generation > s.generation)) AS outdated
    FROM tenants t JOIN rollup_state s ON s.tenant = t.tenant`);
  return ask<Upkeep>(statement.bind(layout), meter);
}

/** The tenants with exports that wait too long, or with files that nobody may have any more; `now` in seconds UTC. */
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
          OR e.status IN ('failed', 'withdrawn') AND e.lease_until <= ?1
          OR e.status = 'completed' AND e.expires_at <= ?1))`);
  return (await ask<{ tenant: string }>(statement.bind(now), meter)).map(({ tenant }) => tenant);
}

async function ask<Row>(statement: D1PreparedStatement, meter: Meter): Promise<Row[]> {
  const started = performance.now();
  const { results, meta } = await statement.all<Row>();
  meter.milliseconds += performance.now() - started;
  meter.trips += 1;
  meter.rowsRead += meta.rows_read;
  return results;
}
