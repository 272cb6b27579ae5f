import type { Meter } from '../../src/db/meter.ts';

/** Wraps `database` so that the cost of its batches is added to `meter`, for work whose own meter is not accessible. */
export function meteredDatabase(database: D1Database, meter: Meter): D1Database {
  async function batch<Row>(statements: D1PreparedStatement[]): Promise<D1Result<Row>[]> {
    const started = performance.now();
    const results = await database.batch<Row>(statements);
    meter.milliseconds += performance.now() - started;
    meter.trips += 1;
    for (const { meta } of results) {
      meter.rowsRead += meta.rows_read;
      meter.rowsWritten += meta.rows_written;
    }
    return results;
  }
  return new Proxy(database, {
    get(target, name) {
      if (name === 'batch') return batch;
      const value: unknown = Reflect.get(target, name);
      return typeof value === 'function' ? value.bind(target) : value;
    },
  });
}
