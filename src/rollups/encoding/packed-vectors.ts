import { type Column, columnOf, forEachValue, ONES, ownOf, valuesOf, ZEROS } from './vector-columns.ts';

/**
 * Vectors by interval, as a column per base measure. Intervals are distances from one to the next, the first from the
 * interval before the day's first. Zero columns at the end are left out. If the only column has ones, the intervals
 * stand alone: most cells count one call at a time.
 */
export type PackedVectors = [intervals: number[], ...columns: Column[]] | number[];

/** Packs the given places of vectors; undefined if all of these are zero. `first` is the first interval of the day. */
export function packVectors(
  vectors: ReadonlyMap<number, readonly number[]>,
  places: readonly number[],
  first: number,
): PackedVectors | undefined {
  const held = [...vectors].filter(([, vector]) => isHeldIn(vector, places));
  if (held.length === 0) return undefined;
  held.sort(([a], [b]) => a - b);
  const columns = places.map((place) => held.map(([, vector]) => vector[place]!));
  return packColumns(
    held.map(([interval]) => interval),
    columns,
    first,
  );
}

/** The places of packed vectors before and after vectors are added to them. */
export interface PlacesAdded {
  /** In the vectors that are added, by column afterwards. */
  readonly places: readonly number[];
  /** The column before, by column afterwards; −1 for a new one. */
  readonly before: readonly number[];
}

/**
 * Adds vectors to packed ones. `first` is the first interval of the day. Returns undefined if a value becomes zero,
 * because a column or an interval may then have to be left out.
 */
export function addVectors(
  packed: PackedVectors | undefined,
  { places, before }: PlacesAdded,
  vectors: ReadonlyMap<number, readonly number[]>,
  first: number,
): PackedVectors | undefined {
  const { distances, columns: stored } = partsOf(packed ?? []);
  const intervals: number[] = [];
  for (const distance of distances) intervals.push((intervals.at(-1) ?? first - 1) + distance);
  const columns = before.map((index) => valuesOf(stored, index, intervals.length));
  for (const [interval, vector] of vectors) {
    if (!isHeldIn(vector, places)) continue;
    const at = insert(interval, intervals, columns);
    for (const [index, place] of places.entries()) {
      const added = vector[place]!;
      if (added === 0) continue;
      const sum = columns[index]![at]! + added;
      if (sum === 0) return undefined;
      columns[index]![at] = sum;
    }
  }
  return packColumns(intervals, columns, first);
}

function isHeldIn(vector: readonly number[], places: readonly number[]): boolean {
  for (const place of places) if (vector[place] !== 0) return true;
  return false;
}

/** The index of an interval, which is inserted with zeros if it is missing. Most are added at the end. */
function insert(interval: number, intervals: number[], columns: readonly number[][]): number {
  let at = intervals.length;
  while (at > 0 && intervals[at - 1]! >= interval) at -= 1;
  if (intervals[at] !== interval) {
    intervals.splice(at, 0, interval);
    for (const column of columns) column.splice(at, 0, 0);
  }
  return at;
}

/** `columns` are values by interval, not all of an interval zero; `intervals` are sorted. */
function packColumns(
  intervals: readonly number[],
  columns: readonly number[][],
  first: number,
): PackedVectors {
  const distances = intervals.map((interval, at) => interval - (at === 0 ? first - 1 : intervals[at - 1]!));
  const packed: Column[] = [];
  for (let index = 0; index < columns.length; index += 1) packed.push(columnOf(columns, index));
  while (packed.at(-1) === ZEROS) packed.pop();
  return packed.length === 1 && packed[0] === ONES ? distances : [distances, ...packed];
}

/** Unpacks into the vectors that `vectorOf` returns. `places` maps columns to their place; unknown ones to undefined. */
export function unpackVectors(
  packed: PackedVectors,
  places: readonly (number | undefined)[],
  first: number,
  vectorOf: (interval: number) => number[],
): void {
  const { distances, columns } = partsOf(packed);
  let interval = first - 1;
  const vectors = distances.map((distance) => {
    interval += distance;
    return vectorOf(interval);
  });
  for (const [index, column] of columns.entries()) {
    const place = places[index];
    if (place === undefined || column === ZEROS) continue;
    const own = ownOf(columns, column);
    if (own === ONES) for (const vector of vectors) vector[place] = 1;
    else
      forEachValue(own as number[] | [number[]], (value, at) => {
        vectors[at]![place] = value;
      });
  }
}

function partsOf(packed: PackedVectors): { distances: readonly number[]; columns: readonly Column[] } {
  if (packed.length === 0) return { distances: [], columns: [] };
  if (!Array.isArray(packed[0])) return { distances: packed as number[], columns: [ONES] };
  const [distances, ...columns] = packed as [number[], ...Column[]];
  return { distances, columns };
}
