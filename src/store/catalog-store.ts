import type { Meter } from './meter.ts';

/** The one read that crosses tenants: every row of the catalogue, by slug. */
export async function allTenants<Row>(database: D1Database, meter: Meter): Promise<Row[]> {
  const started = performance.now();
  const { results, meta } = await database.prepare('SELECT * FROM tenants ORDER BY tenant').all<Row>();
  meter.milliseconds += performance.now() - started;
  meter.trips += 1;
  meter.rowsRead += meta.rows_read;
  return results;
}
