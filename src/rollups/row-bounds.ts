import { BOUNDS } from '../bounds.ts';
import type { Accumulator, OmissiblePart } from './accumulator.ts';
import { BREAKDOWNS, type Breakdown } from './breakdowns.ts';
import {
  addCell,
  type BreakdownSums,
  type CellSums,
  countingCellOfPart,
  emptyCell,
  isHeldCell,
} from './cell-sums.ts';
import {
  type EncodedParts,
  type EncodedRow,
  encodeColumn,
  encodeExact,
  firstInterval,
  omit,
  packed,
} from './codec.ts';
import { columnsByDirection, columnsOf, PARTS, type RollupColumn } from './columns.ts';
import { coarsen, LAST_LEVEL } from './deadline-levels.ts';
import { NONE } from './dimensions.ts';

/** Size limits of a rollup row. */
export interface RowBounds {
  /** Maximum named cells of a breakdown. */
  members: number;
  /** Maximum size of the whole row, as sent to the database. */
  bytes: number;
  deadlineBytes: number;
}

export const ROW_BOUNDS: RowBounds = {
  members: BOUNDS.tableMembers.value,
  bytes: BOUNDS.rollupRowBytes.value,
  deadlineBytes: BOUNDS.deadlineBytes.value,
};

/** A row is too large even with no cell named. */
export class RowTooLarge extends Error {}

/** UTF-8 takes at most three bytes per UTF-16 unit, and JSON quoting at most doubles the length. */
const MOST_BYTES_PER_CHARACTER = 6;
/** Parts of at most so many characters are kept: to omit them makes no room. */
const SMALLEST_OMITTED = 2;
const OMISSIBLE = PARTS.flatMap(({ column, byDay }) => (byDay ? [column as OmissiblePart] : []));
/** One in PART of a breakdown's cells is moved to others at a time. */
const PART = 4;

/**
 * Encodes the accumulator of local day `day` in `zone` within `bounds`: makes deadlines coarser, then omits what is kept
 * by interval, the largest first, then moves the smallest cells to others. Throws as `encode`, and RowTooLarge if that is not enough.
 */
export function encodeWithin(
  accumulator: Accumulator,
  zone: string,
  day: number,
  bounds: RowBounds,
): EncodedRow | undefined {
  crowdOut(accumulator, bounds.members);
  const first = firstInterval(zone, day);
  const parts = encodeExact(accumulator, first);
  if (!parts) return undefined;
  while (parts.deadlines.length > bounds.deadlineBytes && accumulator.deadlines.level < LAST_LEVEL) {
    coarsen(accumulator.deadlines, first);
    parts.deadlines = encodeColumn('deadlines', accumulator, first);
  }
  let row = packed(parts);
  while (isOver(row, bounds.bytes)) {
    if (omitLargest(accumulator, parts)) {
      row = packed(parts);
      continue;
    }
    const largest = largestOf(accumulator, parts);
    if (!largest) throw new RowTooLarge(`A row of more than ${bounds.bytes} bytes.`);
    keepLargest(largest, Math.floor(sizeOf(largest.sums) * (1 - 1 / PART)));
    for (const column of columnsOfBoth(largest.breakdown))
      if (!accumulator.omitted.has(column as OmissiblePart))
        parts[column] = encodeColumn(column, accumulator, first);
    row = packed(parts);
  }
  return row;
}

/** A breakdown and its cells in an accumulator, and what of them is outbound. */
interface Held {
  breakdown: Breakdown;
  sums: BreakdownSums;
  outbound: BreakdownSums | undefined;
}

function heldIn({ breakdowns, outbound }: Accumulator): Held[] {
  return BREAKDOWNS.flatMap((breakdown) => {
    const sums = breakdowns[breakdown.name];
    return sums ? [{ breakdown, sums, outbound: outbound?.breakdowns[breakdown.name] }] : [];
  });
}

/** Keeps at most `members` cells named in each breakdown; the smallest are moved to others. */
export function crowdOut(accumulator: Accumulator, members: number): void {
  for (const held of heldIn(accumulator)) if (sizeOf(held.sums) > members) keepLargest(held, members);
}

/** How many cells are named that could be moved to others. NONE is always named: it must not be shown among others. */
function sizeOf({ named }: BreakdownSums): number {
  return named.size - Number(named.has(NONE));
}

/** Moves all cells but the largest to others, with all their figures. The same cells of the outbound part follow. */
function keepLargest({ breakdown, sums, outbound }: Held, members: number): void {
  const none = sums.named.get(NONE);
  const held = [...sums.named].filter(([key, cell]) => key !== NONE && isHeldCell(cell)).sort(bySize);
  sums.named = new Map([...held.slice(0, members), ...(none ? [[NONE, none] as const] : [])]);
  for (const [, cell] of held.slice(members)) {
    sums.others ??= emptyCell(breakdown);
    addCell(sums.others, cell);
  }
  if (!outbound) return;
  for (const [key, cell] of [...outbound.named]) {
    if (sums.named.has(key)) continue;
    outbound.named.delete(key);
    // A cell that held nothing is nowhere any more.
    if (sums.others) addCell(countingCellOfPart(outbound, sums, key, breakdown), cell);
  }
}

/** Largest first: by the breakdown's first base measure, a count; then by the sum of all; then by name. */
function bySize([a, { day: left }]: [string, CellSums], [b, { day: right }]: [string, CellSums]): number {
  const total = (vector: readonly number[]): number => vector.reduce((sum, value) => sum + value, 0);
  return right[0]! - left[0]! || total(right) - total(left) || (a < b ? -1 : 1);
}

/** Whether a row is larger than `bytes`, as sent to the database. */
export function isOver(encoded: EncodedRow, bytes: number): boolean {
  const texts = Object.values(encoded);
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters * MOST_BYTES_PER_CHARACTER <= bytes) return false;
  return Buffer.byteLength(JSON.stringify(texts)) > bytes;
}

/** All columns that hold the cells of a breakdown, and of its outbound part. */
function columnsOfBoth(breakdown: Breakdown): RollupColumn[] {
  return [...columnsByDirection(new Set(columnsOf(breakdown).map(({ column }) => column)))];
}

/** Omits the largest part that may be. Returns whether there was one. */
function omitLargest(accumulator: Accumulator, parts: EncodedParts): boolean {
  const [largest] = OMISSIBLE.filter((column) => parts[column].length > SMALLEST_OMITTED).sort(
    (a, b) => parts[b].length - parts[a].length,
  );
  if (largest) omit(accumulator, parts, largest);
  return largest !== undefined;
}

/** The breakdown that takes most of the row, all its columns together. */
function largestOf(accumulator: Accumulator, parts: EncodedParts): Held | undefined {
  const length = ({ breakdown }: Held): number =>
    columnsOfBoth(breakdown).reduce((sum, column) => sum + parts[column].length, 0);
  return heldIn(accumulator)
    .filter(({ sums }) => sizeOf(sums) > 0)
    .sort((a, b) => length(b) - length(a))[0];
}
