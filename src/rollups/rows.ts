import { packs } from '../store/packs.ts';
import { type Query, statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { addCell } from './cell.ts';
import type { Cells, PlacedCell } from './cells.ts';
import { COLUMNS, type Packed, pack, unpack } from './pack.ts';
import type { SetName } from './sets.ts';

/** Which rollups: a generation and the zone of its days. */
export interface Generation {
  generation: number;
  zone: string;
}

export interface RollupRow extends Packed {
  member_set: SetName;
  member: string;
  day: number;
}

const names = COLUMNS.join(', ');

const SELECT_KEYS = statement<RollupRow>(`
  SELECT r.member_set AS member_set, r.member AS member, r.day AS day, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')}
  FROM json_each(?2) k CROSS JOIN rollups r
  WHERE r.tenant = ?1 AND r.generation = ?3 AND r.member_set = k.value ->> 0 AND r.member = k.value ->> 1
    AND r.day = k.value ->> 2`);

const PUT = statement(`
  INSERT INTO rollups (tenant, generation, member_set, member, day, ${names})
  SELECT ?1, ?3, k.value ->> 0, k.value ->> 1, k.value ->> 2, ${COLUMNS.map((_, index) => `k.value ->> ${index + 3}`).join(', ')}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, generation, member_set, member, day) DO UPDATE SET
    ${COLUMNS.map((name) => `${name} = excluded.${name}`).join(', ')}`);

const DROP = statement(`
  DELETE FROM rollups WHERE tenant = ?1 AND generation = ?3 AND (member_set, member, day) IN (
    SELECT k.value ->> 0, k.value ->> 1, k.value ->> 2 FROM json_each(?2) k)`);

/** The stored rows under the keys of `cells`, in one round trip. */
export async function rowsUnder(store: TenantStore, generation: number, cells: Cells): Promise<RollupRow[]> {
  const keys = cells.all().map(({ set, member, day }) => [set, member, day]);
  return (await store.batch(packs(keys).map((pack) => SELECT_KEYS.with(pack, generation)))).flat();
}

/** Queries that add `deltas` to the stored rows; only what differs is written. */
export function addQueries(
  stored: readonly RollupRow[],
  deltas: Cells,
  { generation, zone }: Generation,
): Query[] {
  const rows = byKey(stored);
  return writeQueries(
    deltas.all().map((placed) => {
      const row = rows.get(keyOf(placed.set, placed.member, placed.day));
      if (row) addCell(placed.cell, unpack(row, zone, placed.day));
      return placed;
    }),
    rows,
    { generation, zone },
  );
}

/** Queries that make the stored rows equal to `cells`, and how many rows differed. */
export function replaceQueries(
  stored: readonly RollupRow[],
  cells: Cells,
  generation: Generation,
): { queries: Query[]; differences: number } {
  for (const row of stored) cells.at(row.member_set, row.member, row.day);
  const counted = { differences: 0 };
  const queries = writeQueries(cells.all(), byKey(stored), generation, counted);
  return { queries, differences: counted.differences };
}

function writeQueries(
  placed: readonly PlacedCell[],
  stored: ReadonlyMap<string, RollupRow>,
  { generation, zone }: Generation,
  counted = { differences: 0 },
): Query[] {
  const puts: unknown[] = [];
  const drops: unknown[] = [];
  for (const { set, member, day, cell } of placed) {
    const row = stored.get(keyOf(set, member, day));
    const packed = pack(cell, zone, day);
    if (!packed && row) drops.push([set, member, day]);
    if (packed && !(row && COLUMNS.every((column) => row[column] === packed[column]))) {
      puts.push([set, member, day, ...COLUMNS.map((column) => packed[column])]);
    }
  }
  counted.differences = puts.length + drops.length;
  return [
    ...packs(puts).map((pack) => PUT.with(pack, generation)),
    ...packs(drops).map((pack) => DROP.with(pack, generation)),
  ];
}

function keyOf(set: string, member: string, day: number): string {
  return `${set} ${day} ${member}`;
}

function byKey(rows: readonly RollupRow[]): Map<string, RollupRow> {
  return new Map(rows.map((row) => [keyOf(row.member_set, row.member, row.day), row]));
}
