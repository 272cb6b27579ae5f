import { BOUNDS } from '../bounds.ts';
import { type Accumulator, addVector, type BreakdownSums, zeros } from './accumulator.ts';
import { BREAKDOWNS, type BreakdownName } from './breakdowns.ts';
import { type EncodedRow, encode, encodeColumn, firstInterval } from './codec.ts';
import { coarsen, LAST_LEVEL } from './deadline-levels.ts';
import { NONE } from './dimensions.ts';

/** Size limits of a rollup row. */
export interface RowBounds {
  /** Maximum named members of a breakdown. */
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

/** A row is too large even with no member named. */
export class RowTooLarge extends Error {}

/** UTF-8 takes at most three bytes per UTF-16 unit, and JSON quoting at most doubles the length. */
const MOST_BYTES_PER_CHARACTER = 6;
/** One in PART of a breakdown's members is moved to others at a time. */
const PART = 4;

/**
 * Encodes the accumulator of local day `day` in `zone` within `bounds`: moves the smallest members to others and makes
 * deadlines coarser. Throws as `encode`, and RowTooLarge if that is not enough.
 */
export function encodeWithin(
  accumulator: Accumulator,
  zone: string,
  day: number,
  bounds: RowBounds,
): EncodedRow | undefined {
  crowdOut(accumulator, bounds.members);
  const encoded = encode(accumulator, zone, day);
  if (!encoded) return undefined;
  while (encoded.deadlines.length > bounds.deadlineBytes && accumulator.deadlines.level < LAST_LEVEL) {
    coarsen(accumulator.deadlines, firstInterval(zone, day));
    encoded.deadlines = encodeColumn('deadlines', accumulator, zone, day);
  }
  while (isOver(encoded, bounds.bytes)) {
    const [name, breakdown] = largestOf(accumulator, encoded) ?? [];
    if (!name || !breakdown) throw new RowTooLarge(`A row of more than ${bounds.bytes} bytes.`);
    keepLargest(breakdown, Math.floor(sizeOf(breakdown) * (1 - 1 / PART)));
    encoded[name] = encodeColumn(name, accumulator, zone, day);
  }
  return encoded;
}

/** Keeps at most `members` named in each breakdown; the smallest are moved to others. */
export function crowdOut(accumulator: Accumulator, members: number): void {
  for (const breakdown of Object.values(accumulator.breakdowns)) {
    if (sizeOf(breakdown) > members) keepLargest(breakdown, members);
  }
}

/** How many cells are named that could be moved to others. NONE is always named: it must not be shown among others. */
function sizeOf({ named }: BreakdownSums): number {
  return named.size - Number(named.has(NONE));
}

function keepLargest(breakdown: BreakdownSums, members: number): void {
  const none = breakdown.named.get(NONE);
  const held = [...breakdown.named].filter(
    ([cell, vector]) => cell !== NONE && vector.some((value) => value !== 0),
  );
  const gone = held.sort(bySize).slice(members);
  breakdown.named = new Map([...held.slice(0, members), ...(none ? [[NONE, none] as const] : [])]);
  for (const [, vector] of gone) {
    breakdown.others ??= zeros(vector.length);
    addVector(breakdown.others, vector);
  }
}

/** Largest first: by the breakdown's first base measure, a count; then by the sum of all; then by name. */
function bySize([a, left]: [string, number[]], [b, right]: [string, number[]]): number {
  const total = (vector: readonly number[]): number => vector.reduce((sum, value) => sum + value, 0);
  return right[0]! - left[0]! || total(right) - total(left) || (a < b ? -1 : 1);
}

function isOver(encoded: EncodedRow, bytes: number): boolean {
  const texts = Object.values(encoded);
  const characters = texts.reduce((sum, { length }) => sum + length, 0);
  if (characters * MOST_BYTES_PER_CHARACTER <= bytes) return false;
  return Buffer.byteLength(JSON.stringify(texts)) > bytes;
}

function largestOf(
  accumulator: Accumulator,
  encoded: EncodedRow,
): [BreakdownName, BreakdownSums] | undefined {
  const named = BREAKDOWNS.flatMap(({ name }) => {
    const breakdown = accumulator.breakdowns[name];
    return breakdown && sizeOf(breakdown) > 0 ? [[name, breakdown] as [BreakdownName, BreakdownSums]] : [];
  });
  return named.sort(([a], [b]) => encoded[b].length - encoded[a].length)[0];
}
