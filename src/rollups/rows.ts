import { jsonBatches } from '../db/json-batches.ts';
import { columns } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { type Accumulator, type Accumulators, accumulatorKey } from './accumulator.ts';
import { addWithin, UnreadableText } from './add-within.ts';
import { COLUMNS, type EncodedRow } from './codec.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { encodeWithin, type RowBounds } from './row-bounds.ts';

const statement = statementsIn('rollups');

/** A generation, the time zone of its days, and what its rows hold. */
export interface Generation {
  generation: number;
  zone: string;
  layout: string;
}

export interface RollupRow extends EncodedRow {
  dimension: RollupDimensionName;
  member: string;
  day: number;
}

const KEY = ['dimension', 'member', 'day'] as const;
type Key = Pick<RollupRow, (typeof KEY)[number]>;
/** Their rows are lists in this order: the names would add 500 bytes to each row, often more than its figures have. */
const PUT_COLUMNS = [...KEY, ...COLUMNS];

const SELECT_KEYS = statement<RollupRow>(`
  SELECT r.dimension AS dimension, r.member AS member, r.day AS day, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')}
  FROM json_each(?2) k CROSS JOIN rollups r
  WHERE r.tenant = ?1 AND r.generation = ?3 AND r.dimension = k.value ->> 'dimension'
    AND r.member = k.value ->> 'member' AND r.day = k.value ->> 'day'`);

const PUT = statement(`
  INSERT INTO rollups (tenant, generation, ${PUT_COLUMNS.join(', ')})
  SELECT ?1, ?3, ${PUT_COLUMNS.map((_, index) => `k.value ->> ${index}`).join(', ')}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, generation, dimension, member, day) DO UPDATE SET
    ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`);

const DROP = statement(`
  DELETE FROM rollups WHERE tenant = ?1 AND generation = ?3 AND (dimension, member, day) IN (
    SELECT ${columns(KEY)} FROM json_each(?2) k)`);

/** A stored row cannot be decoded: its day must be rebuilt from the facts. */
export class UnreadableRow extends Error {
  readonly generation: number;
  readonly day: number;
  constructor(generation: number, day: number) {
    super(`A rollup row of day ${day} cannot be read.`);
    this.generation = generation;
    this.day = day;
  }
}

/** Reads the stored rows for the keys of `accumulators`, in one trip. */
export async function rowsUnder(
  { store }: StoreContext,
  { generation, accumulators }: { generation: number; accumulators: Accumulators },
): Promise<RollupRow[]> {
  const keys = accumulators.all().map(({ dimension, member, day }): Key => ({ dimension, member, day }));
  return (await store.batch(jsonBatches(keys).map((encode) => SELECT_KEYS.with(encode, generation)))).flat();
}

/**
 * Queries that add `deltas` to the stored rows. Only rows that change are written. Throws UnreadableRow, and as
 * `encodeWithin`.
 */
export function addQueries(
  stored: readonly RollupRow[],
  deltas: Accumulators,
  generation: Generation,
  bounds: RowBounds,
): BoundStatement[] {
  const rows = byKey(stored);
  const writes = new RowWrites(generation.generation);
  for (const { dimension, member, day, accumulator } of deltas.all()) {
    const row = rows.get(accumulatorKey(dimension, member, day));
    const encoded = row
      ? addToStored(row, accumulator, generation, bounds)
      : encodeWithin(accumulator, generation.zone, day, bounds);
    writes.add({ dimension, member, day }, encoded, row);
  }
  return writes.queries();
}

/** Queries that make the stored rows equal to `accumulators`, and how many rows differed. Throws as `encodeWithin`. */
export function replaceQueries(
  stored: readonly RollupRow[],
  accumulators: Accumulators,
  { generation, zone }: Generation,
  bounds: RowBounds,
): { queries: BoundStatement[]; differences: number } {
  for (const row of stored) accumulators.at(row.dimension, row.member, row.day);
  const rows = byKey(stored);
  const writes = new RowWrites(generation);
  for (const { dimension, member, day, accumulator } of accumulators.all()) {
    const row = rows.get(accumulatorKey(dimension, member, day));
    writes.add({ dimension, member, day }, encodeWithin(accumulator, zone, day, bounds), row);
  }
  return { queries: writes.queries(), differences: writes.size };
}

/** The columns of a stored row with `delta` added. Throws UnreadableRow. */
function addToStored(
  row: RollupRow,
  delta: Accumulator,
  { generation, zone }: Generation,
  bounds: RowBounds,
): EncodedRow | undefined {
  const { dimension, member, day, ...encoded } = row;
  try {
    return addWithin(encoded, delta, { zone, day, bounds });
  } catch (error) {
    throw error instanceof UnreadableText ? new UnreadableRow(generation, day) : error;
  }
}

/** Collects the rows to write or delete, skipping those that equal what is stored. */
class RowWrites {
  readonly #generation: number;
  readonly #puts: unknown[] = [];
  readonly #drops: Key[] = [];

  constructor(generation: number) {
    this.#generation = generation;
  }

  get size(): number {
    return this.#puts.length + this.#drops.length;
  }

  add(key: Key, encoded?: EncodedRow, row?: RollupRow): void {
    if (!encoded && row) this.#drops.push(key);
    if (encoded && !(row && COLUMNS.every((column) => row[column] === encoded[column]))) {
      const put = { ...key, ...encoded };
      this.#puts.push(PUT_COLUMNS.map((name) => put[name]));
    }
  }

  queries(): BoundStatement[] {
    return [
      ...jsonBatches(this.#puts).map((encode) => PUT.with(encode, this.#generation)),
      ...jsonBatches(this.#drops).map((encode) => DROP.with(encode, this.#generation)),
    ];
  }
}

function byKey(rows: readonly RollupRow[]): Map<string, RollupRow> {
  return new Map(rows.map((row) => [accumulatorKey(row.dimension, row.member, row.day), row]));
}
