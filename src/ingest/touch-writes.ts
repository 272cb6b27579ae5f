import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { Write } from '../records/decision.ts';
import { type FactTable, tableOf } from './stored-states.ts';

const statement = statementsIn('ingest');

const touchById = (table: string): string => `
  UPDATE ${table} SET version = (SELECT k.value ->> 2 FROM json_each(?2) k WHERE k.value ->> 1 = ${table}.id)
  WHERE tenant = ?1 AND id IN (SELECT k.value ->> 1 FROM json_each(?2) k)`;

const TOUCH: Record<FactTable, ReturnType<typeof statement>> = {
  interactions: statement(touchById('interactions')),
  evaluations: statement(touchById('evaluations')),
  quality_reviews: statement(touchById('quality_reviews')),
  dimensions: statement(`
    UPDATE dimensions SET version = (SELECT k.value ->> 2 FROM json_each(?2) k
      WHERE k.value ->> 0 = dimensions.type AND k.value ->> 1 = dimensions.id)
    WHERE tenant = ?1 AND (type, id) IN (SELECT k.value ->> 0, k.value ->> 1 FROM json_each(?2) k)`),
  daily_counters: statement(`
    UPDATE daily_counters SET version = (SELECT k.value ->> 2 FROM json_each(?2) k
      WHERE k.value ->> 0 = daily_counters.type AND k.value ->> 1 = daily_counters.date || '/' || daily_counters.dimension_id)
    WHERE tenant = ?1 AND (type, date, dimension_id) IN (
      SELECT k.value ->> 0, substr(k.value ->> 1, 1, 10), substr(k.value ->> 1, 12) FROM json_each(?2) k)`),
};

/** Queries that update the version of records whose content is unchanged. */
export function touchQueries(writes: readonly Write[]): BoundStatement[] {
  const rows = new Map<FactTable, unknown[]>();
  for (const write of writes) {
    if (write.kind !== 'touch') continue;
    const table = tableOf(write.type);
    rows.set(table, [...(rows.get(table) ?? []), [write.type, write.id, write.version]]);
  }
  return [...rows].flatMap(([table, list]) => jsonBatches(list).map((pack) => TOUCH[table].with(pack)));
}
