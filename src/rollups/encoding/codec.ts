import type { Accumulator } from '../accumulator.ts';

/** How a part of an accumulator is stored as JSON. `first` is the first interval of its day. */
export interface Codec {
  /** Returns JSON text. Equal figures give equal text. */
  encode(accumulator: Accumulator, first: number): string;
  /** Takes the parsed JSON. Throws an Error if it has another form. */
  decode(accumulator: Accumulator, json: unknown, first: number): void;
  /** Whether an accumulator holds anything of the part. May be true although all of it is zero. */
  holds(accumulator: Accumulator): boolean;
  /**
   * Adds `delta` to the parsed JSON, which may be changed, and returns what encodes the sum. Returns undefined if the
   * part has to be decoded for that. Breakdowns must not be full.
   */
  add?(json: unknown, delta: Accumulator, first: number): unknown;
}

/** Compares texts by UTF-16 unit. */
export function compareKeys(
  [a]: readonly [string | number, ...unknown[]],
  [b]: readonly [string | number, ...unknown[]],
): number {
  return a < b ? -1 : 1;
}

/** Counts as a flat list of keys and counts, sorted by key. */
export function sortedPairs<Key extends string | number>(counts: ReadonlyMap<Key, number>): (Key | number)[] {
  return [...counts]
    .filter(([, count]) => count !== 0)
    .sort(compareKeys)
    .flat();
}
