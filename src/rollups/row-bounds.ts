import { BOUNDS } from '../bounds.ts';
import { addVector, type Accumulator, type Table, zeros } from './accumulator.ts';
import { coarsen, LAST_LEVEL } from './deadline-levels.ts';
import { firstInterval, type Packed, pack, packColumn } from './codec.ts';
import { TABLES, type TableName } from './breakdowns.ts';

/** How large a rollup row may become. */
export interface RowBounds {
  /** Named members of a table. */
  members: number;
  /** Of the whole row, as it is sent to the database. */
  bytes: number;
  deadlineBytes: number;
}

export const ROW_BOUNDS: RowBounds = {
  members: BOUNDS.tableMembers.value,
  bytes: BOUNDS.rollupRowBytes.value,
  deadlineBytes: BOUNDS.deadlineBytes.value,
};

/** A row that stays too large although none of its members is named. */
export class RowTooLarge extends Error {}

/** UTF-8 takes at most three bytes per UTF-16 unit, and quoting JSON text once more at most doubles it. */
const MOST_BYTES_PER_CHARACTER = 6;
/** What of a table's members is counted under others at a time. */
const PART = 4;

/**
 * Packs an accumulator of local day `day` of `zone` so that it stays within `bounds`: members beyond them are counted under
 * others, smallest first, and deadlines become coarser. Errors as `pack`; RowTooLarge if nothing of it helps.
 */
export function packWithin(accumulator: Accumulator, zone: string, day: number, bounds: RowBounds): Packed | undefined {
  crowdOut(accumulator, bounds.members);
  const packed = pack(accumulator, zone, day);
  if (!packed) return undefined;
  while (packed.deadlines.length > bounds.deadlineBytes && accumulator.deadlines.level < LAST_LEVEL) {
    coarsen(accumulator.deadlines, firstInterval(zone, day));
    packed.deadlines = packColumn('deadlines', accumulator, zone, day);
  }
  while (isOver(packed, bounds.bytes)) {
    const [name, table] = largestOf(accumulator, packed) ?? [];
    if (!name || !table) throw new RowTooLarge(`A row of more than ${bounds.bytes} bytes.`);
    keepLargest(table, Math.floor(table.named.size * (1 - 1 / PART)));
    packed[name] = packColumn(name, accumulator, zone, day);
  }
  return packed;
}

/** Base measures at most `members` named in each table of an accumulator. */
export function crowdOut(accumulator: Accumulator, members: number): void {
  for (const table of Object.values(accumulator.tables)) {
    if (table.named.size > members) keepLargest(table, members);
  }
}

function keepLargest(table: Table, members: number): void {
  const held = [...table.named].filter(([, vector]) => vector.some((value) => value !== 0));
  const gone = held.sort(bySize).slice(members);
  table.named = new Map(held.slice(0, members));
  for (const [, vector] of gone) {
    table.others ??= zeros(vector.length);
    addVector(table.others, vector);
  }
}

/** By the table's first base measure, which counts what it lists; then by all base measures, then by name. */
function bySize([a, left]: [string, number[]], [b, right]: [string, number[]]): number {
  const total = (vector: readonly number[]): number => vector.reduce((sum, value) => sum + value, 0);
  return right[0]! - left[0]! || total(right) - total(left) || (a < b ? -1 : 1);
}

function isOver(packed: Packed, bytes: number): boolean {
  const texts = Object.values(packed);
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters * MOST_BYTES_PER_CHARACTER <= bytes) return false;
  return Buffer.byteLength(JSON.stringify(texts)) > bytes;
}

function largestOf(accumulator: Accumulator, packed: Packed): [TableName, Table] | undefined {
  const named = TABLES.flatMap(({ name }) => {
    const table = accumulator.tables[name];
    return table && table.named.size > 0 ? [[name, table] as [TableName, Table]] : [];
  });
  return named.sort(([a], [b]) => packed[b].length - packed[a].length)[0];
}
