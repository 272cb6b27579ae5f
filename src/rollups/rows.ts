import { packs } from '../db/json-batches.ts';
import { type Query, statement } from '../db/statement.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { addCell, type Cell } from './accumulator.ts';
import { type Cells, cellKey } from './accumulators.ts';
import { COLUMNS, type Packed, unpack } from './codec.ts';
import { packWithin, type RowBounds } from './row-bounds.ts';
import type { SetName } from './rollup-dimensions.ts';

/** Which rollups: a generation and the zone of its days. */
export interface Generation {
  generation: number;
  zone: string;
}

export interface RollupRow extends Packed {
  dimension: SetName;
  member: string;
  day: number;
}

const names = COLUMNS.join(', ');

const SELECT_KEYS = statement<RollupRow>(`
  SELECT r.dimension AS dimension, r.member AS member, r.day AS day, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')}
  FROM json_each(?2) k CROSS JOIN rollups r
  WHERE r.tenant = ?1 AND r.generation = ?3 AND r.dimension = k.value ->> 0 AND r.member = k.value ->> 1
    AND r.day = k.value ->> 2`);

const PUT = statement(`
  INSERT INTO rollups (tenant, generation, dimension, member, day, ${names})
  SELECT ?1, ?3, k.value ->> 0, k.value ->> 1, k.value ->> 2, ${COLUMNS.map((_, index) => `k.value ->> ${index + 3}`).join(', ')}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, generation, dimension, member, day) DO UPDATE SET
    ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`);

const DROP = statement(`
  DELETE FROM rollups WHERE tenant = ?1 AND generation = ?3 AND (dimension, member, day) IN (
    SELECT k.value ->> 0, k.value ->> 1, k.value ->> 2 FROM json_each(?2) k)`);

/** A stored row whose text is no rollup: its day has to be computed anew from the facts. */
export class UnreadableRow extends Error {
  readonly generation: number;
  readonly day: number;
  constructor(generation: number, day: number) {
    super(`A rollup row of day ${day} cannot be read.`);
    this.generation = generation;
    this.day = day;
  }
}

/** The stored rows under the keys of `cells`, in one round trip. */
export async function rowsUnder(store: TenantStore, generation: number, cells: Cells): Promise<RollupRow[]> {
  const keys = cells.all().map(({ set, member, day }) => [set, member, day]);
  return (await store.batch(packs(keys).map((pack) => SELECT_KEYS.with(pack, generation)))).flat();
}

/**
 * Queries that add `deltas` to the stored rows; only what differs is written. Throws UnreadableRow, and what
 * `packWithin` throws.
 */
export function addQueries(
  stored: readonly RollupRow[],
  deltas: Cells,
  generation: Generation,
  bounds: RowBounds,
): Query[] {
  const rows = byKey(stored);
  const writes = new RowWrites(generation.generation);
  for (const { set, member, day, cell } of deltas.all()) {
    const row = rows.get(cellKey(set, member, day));
    const sum = row ? readRow(row, generation) : cell;
    if (row) addCell(sum, cell);
    writes.add([set, member, day], packWithin(sum, generation.zone, day, bounds), row);
  }
  return writes.queries();
}

/** Queries that make the stored rows equal to `cells`, and how many rows differed. Errors as `packWithin`. */
export function replaceQueries(
  stored: readonly RollupRow[],
  cells: Cells,
  { generation, zone }: Generation,
  bounds: RowBounds,
): { queries: Query[]; differences: number } {
  for (const row of stored) cells.at(row.dimension, row.member, row.day);
  const rows = byKey(stored);
  const writes = new RowWrites(generation);
  for (const { set, member, day, cell } of cells.all()) {
    const row = rows.get(cellKey(set, member, day));
    writes.add([set, member, day], packWithin(cell, zone, day, bounds), row);
  }
  return { queries: writes.queries(), differences: writes.size };
}

/** A stored row as a cell. */
export function readRow(row: RollupRow, { generation, zone }: Generation): Cell {
  try {
    return unpack(row, zone, row.day);
  } catch {
    throw new UnreadableRow(generation, row.day);
  }
}

/** Rows to be written or dropped: those that differ from what is stored. */
class RowWrites {
  readonly #generation: number;
  readonly #puts: unknown[] = [];
  readonly #drops: unknown[] = [];

  constructor(generation: number) {
    this.#generation = generation;
  }

  get size(): number {
    return this.#puts.length + this.#drops.length;
  }

  add(key: readonly [set: string, member: string, day: number], packed?: Packed, row?: RollupRow): void {
    if (!packed && row) this.#drops.push(key);
    if (packed && !(row && COLUMNS.every((column) => row[column] === packed[column]))) {
      this.#puts.push([...key, ...COLUMNS.map((column) => packed[column])]);
    }
  }

  queries(): Query[] {
    return [
      ...packs(this.#puts).map((pack) => PUT.with(pack, this.#generation)),
      ...packs(this.#drops).map((pack) => DROP.with(pack, this.#generation)),
    ];
  }
}

function byKey(rows: readonly RollupRow[]): Map<string, RollupRow> {
  return new Map(rows.map((row) => [cellKey(row.dimension, row.member, row.day), row]));
}
