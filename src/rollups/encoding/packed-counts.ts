import type { CountsByInterval } from '../sums.ts';

/** Counts of one interval: its distance from the one before, then its counts; see `packCounts`. */
export type PackedCounts = number[][];

/**
 * Packs counts of whole numbers above 0: the distance from each number to the next, the first from 0. A count other
 * than 1 follows its number, after a 0.
 */
export function packCounts(counts: ReadonlyMap<number, number>): number[] {
  const packed: number[] = [];
  let before = 0;
  for (const [number, count] of [...counts].sort(([a], [b]) => a - b)) {
    if (count === 0) continue;
    packed.push(number - before);
    if (count !== 1) packed.push(0, count);
    before = number;
  }
  return packed;
}

/** Calls `add` with each number and its count. `packed` is read from index `from` on. */
export function unpackCounts(
  packed: readonly number[],
  from: number,
  add: (number: number, count: number) => void,
): void {
  let number = 0;
  for (let at = from; at < packed.length; at += 1) {
    number += packed[at]!;
    const isCounted = packed[at + 1] === 0;
    add(number, isCounted ? packed[at + 2]! : 1);
    if (isCounted) at += 2;
  }
}

/** Packs counts by interval; `pack` returns an empty list if there are none. `first` is the first interval of the day. */
export function packIntervals(
  counts: CountsByInterval,
  first: number,
  pack: (counts: ReadonlyMap<number, number>, interval: number) => number[],
): PackedCounts {
  let before = first - 1;
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([interval, held]) => {
      const packed = pack(held, interval);
      if (packed.length === 0) return [];
      const distance = interval - before;
      before = interval;
      return [[distance, ...packed]];
    });
}

/** Calls `unpack` with each interval and its list, in which the counts begin at index 1. */
export function unpackIntervals(
  packed: PackedCounts,
  first: number,
  unpack: (interval: number, list: readonly number[]) => void,
): void {
  let interval = first - 1;
  for (const list of packed) {
    interval += list[0]!;
    unpack(interval, list);
  }
}
