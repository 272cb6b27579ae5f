import { keepsFigures } from '../db/data-version.ts';
import { jsonBatches } from '../db/json-batches.ts';
import type { JsonRow } from '../db/json-rows.ts';
import { type BoundStatement, type Statement, statementsIn } from '../db/statement.ts';
import type { Write } from '../records/decision.ts';
import { type RowTable, tableOf } from './stored-states.ts';

/** A write that replaces the row of its key with a kept record or a tombstone. */
export type RowWrite = Exclude<Write, { kind: 'touch' }>;

export function isRow(write: Write): write is RowWrite {
  return write.kind !== 'touch';
}

/** The id of the record that is written. */
export function idOf(write: RowWrite): string {
  return write.kind === 'keep' ? write.record.id : write.id;
}

/** SQL: assignments that replace a stored row's columns. */
export function replaced(names: readonly string[]): string {
  return names.map((name) => `${name} = excluded.${name}`).join(', ');
}

/** Each statement applied to the rows, which are passed as JSON in as many batches as needed. */
export function packed(
  rows: readonly unknown[],
  ...statements: { with(pack: string): BoundStatement }[]
): BoundStatement[] {
  return jsonBatches(rows).flatMap((pack) => statements.map((each) => each.with(pack)));
}

const statement = statementsIn('ingest');

const touchById = (table: string): string => `
  UPDATE ${table} SET version = (SELECT k.value ->> 'version' FROM json_each(?2) k WHERE k.value ->> 'id' = ${table}.id)
  WHERE tenant = ?1 AND id IN (SELECT k.value ->> 'id' FROM json_each(?2) k)`;

const touch = (text: string): Statement => keepsFigures(statement(text));

const TOUCH: Record<RowTable, Statement> = {
  interactions: touch(touchById('interactions')),
  evaluations: touch(touchById('evaluations')),
  quality_reviews: touch(touchById('quality_reviews')),
  dimensions: touch(`
    UPDATE dimensions SET version = (SELECT k.value ->> 'version' FROM json_each(?2) k
      WHERE k.value ->> 'type' = dimensions.type AND k.value ->> 'id' = dimensions.id)
    WHERE tenant = ?1 AND (type, id) IN (SELECT k.value ->> 'type', k.value ->> 'id' FROM json_each(?2) k)`),
  daily_counters: touch(`
    UPDATE daily_counters SET version = (SELECT k.value ->> 'version' FROM json_each(?2) k
      WHERE k.value ->> 'type' = daily_counters.type AND k.value ->> 'id' = daily_counters.date || '/' || daily_counters.dimension_id)
    WHERE tenant = ?1 AND (type, date, dimension_id) IN (
      SELECT k.value ->> 'type', substr(k.value ->> 'id', 1, 10), substr(k.value ->> 'id', 12) FROM json_each(?2) k)`),
};

/** Queries that update the version of records whose content is unchanged. */
export function touchQueries(writes: readonly Write[]): BoundStatement[] {
  const rows = new Map<RowTable, JsonRow<'type' | 'id' | 'version'>[]>();
  for (const write of writes) {
    if (write.kind !== 'touch') continue;
    const table = tableOf(write.type);
    if (table === 'agent_days') continue;
    const { type, id, version } = write;
    rows.set(table, [...(rows.get(table) ?? []), { type, id, version }]);
  }
  return [...rows].flatMap(([table, list]) => jsonBatches(list).map((pack) => TOUCH[table].with(pack)));
}
