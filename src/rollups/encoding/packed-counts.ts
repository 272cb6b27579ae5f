import { type CountsByInterval, isHeldCounts } from '../sums.ts';

/** Counts of one interval: its distance from the one before, then its counts; see `packCounts`. */
export type PackedCounts = number[][];

/**
 * Packs counts of whole numbers from 0: the distance from each number to the next, the first from 0. A count other
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

/** How the counts of one interval become a list and back; see `packCounts`. An empty list stands for no counts. */
export interface ListForm {
  pack(counts: ReadonlyMap<number, number>, interval: number): number[];
  /** Adds the counts of a list, which begin at index 1. */
  unpack(list: readonly number[], interval: number, into: Map<number, number>): void;
}

/** Packs counts by interval. `first` is the first interval of the day. */
export function packIntervals(counts: CountsByInterval, first: number, form: ListForm): PackedCounts {
  let before = first - 1;
  return [...counts]
    .sort(([a], [b]) => a - b)
    .flatMap(([interval, held]) => {
      const packed = form.pack(held, interval);
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

/** Adds counts to packed ones, which it changes; unpacks only the intervals that `counts` have. */
export function addToIntervals(
  packed: PackedCounts,
  counts: CountsByInterval,
  first: number,
  form: ListForm,
): PackedCounts {
  for (const [interval, added] of counts)
    if (isHeldCounts(added)) addTo(packed, interval, added, first, form);
  return packed;
}

function addTo(
  packed: PackedCounts,
  interval: number,
  added: ReadonlyMap<number, number>,
  first: number,
  form: ListForm,
): void {
  let at = 0;
  let before = first - 1;
  for (; at < packed.length && before + packed[at]![0]! < interval; at += 1) before += packed[at]![0]!;
  const stored = packed[at];
  const isThere = stored !== undefined && before + stored[0]! === interval;
  const sums = new Map<number, number>();
  if (isThere) form.unpack(stored, interval, sums);
  for (const [number, count] of added) sums.set(number, (sums.get(number) ?? 0) + count);
  const list = form.pack(sums, interval);
  const following = packed[isThere ? at + 1 : at];
  // The distance of the following interval changes if this one is inserted or left out.
  if (following && isThere && list.length === 0) following[0]! += stored[0]!;
  if (following && !isThere && list.length > 0) following[0]! -= interval - before;
  packed.splice(at, isThere ? 1 : 0, ...(list.length > 0 ? [[interval - before, ...list]] : []));
}
