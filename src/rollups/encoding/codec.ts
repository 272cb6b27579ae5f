import type { Accumulator } from '../accumulator.ts';

/** How a part of an accumulator is stored as JSON. `first` is the first interval of its day. */
export interface Codec {
  /** Returns JSON text. Equal figures give equal text. */
  encode(accumulator: Accumulator, first: number): string;
  /** Takes the parsed JSON. Throws an Error if it has another form. */
  decode(accumulator: Accumulator, json: unknown, first: number): void;
}

/** Compares texts by UTF-16 unit. */
export function compareKeys(
  [a]: readonly [string | number, ...unknown[]],
  [b]: readonly [string | number, ...unknown[]],
): number {
  return a < b ? -1 : 1;
}

/** Counts as a flat list of keys and counts, sorted by key. */
export function sortedPairs(counts: ReadonlyMap<string | number, number>): (string | number)[] {
  return [...counts]
    .filter(([, count]) => count !== 0)
    .sort(compareKeys)
    .flat();
}
