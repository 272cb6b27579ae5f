import { jsonBatches } from '../db/json-batches.ts';
import type { BoundStatement } from '../db/statement.ts';
import type { Write } from '../records/decision.ts';

/** A write that replaces the row of its key with a kept record or a tombstone. */
export type RowWrite = Exclude<Write, { kind: 'touch' }>;

export function isRow(write: Write): write is RowWrite {
  return write.kind !== 'touch';
}

/** The id of the record that is written. */
export function idOf(write: RowWrite): string {
  return write.kind === 'keep' ? write.record.id : write.id;
}

/** SQL: the columns of a row `k` of a JSON batch, in the order of `names`. */
export function columns(names: readonly string[]): string {
  return names.map((_, index) => `k.value ->> ${index}`).join(', ');
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
