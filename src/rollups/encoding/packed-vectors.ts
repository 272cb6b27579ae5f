/**
 * A column of vectors: 0 if all values are zero, −1 if all are one, n if it equals the n-th column; else its values, or
 * if most are zero, a list within the list: how many zeros, then a value, and so on.
 */
type Column = number | number[] | [number[]];

const ZEROS = 0;
const ONES = -1;

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
  const held = [...vectors].filter(([, vector]) => places.some((place) => vector[place] !== 0));
  if (held.length === 0) return undefined;
  held.sort(([a], [b]) => a - b);
  const distances = held.map(([interval], at) => interval - (at === 0 ? first - 1 : held[at - 1]![0]));
  const columns: Column[] = [];
  const before: number[][] = [];
  for (const place of places) {
    const values = held.map(([, vector]) => vector[place]!);
    columns.push(columnOf(values, before));
    before.push(values);
  }
  while (columns.at(-1) === ZEROS) columns.pop();
  return columns.length === 1 && columns[0] === ONES ? distances : [distances, ...columns];
}

function columnOf(values: number[], before: readonly (readonly number[])[]): Column {
  let zeros = 0;
  let ones = 0;
  for (const value of values) {
    if (value === 0) zeros += 1;
    else if (value === 1) ones += 1;
  }
  if (zeros === values.length) return ZEROS;
  if (ones === values.length) return ONES;
  const same = before.findIndex((column) => isSame(column, values));
  if (same >= 0) return same + 1;
  return zeros > values.length - zeros + 1 ? [sparse(values)] : values;
}

function isSame(a: readonly number[], b: readonly number[]): boolean {
  for (let at = 0; at < a.length; at += 1) if (a[at] !== b[at]) return false;
  return true;
}

function sparse(values: readonly number[]): number[] {
  const list: number[] = [];
  let zeros = 0;
  for (const value of values) {
    if (value === 0) zeros += 1;
    else {
      list.push(zeros, value);
      zeros = 0;
    }
  }
  return list;
}

/** Unpacks into the vectors that `vectorOf` returns. `places` maps columns to their place; unknown ones to undefined. */
export function unpackVectors(
  packed: PackedVectors,
  places: readonly (number | undefined)[],
  first: number,
  vectorOf: (interval: number) => number[],
): void {
  const [distances, ...columns] = Array.isArray(packed[0])
    ? (packed as [number[], ...Column[]])
    : ([packed as number[], ONES] as const);
  let interval = first - 1;
  const vectors = distances.map((distance) => {
    interval += distance;
    return vectorOf(interval);
  });
  for (const [index, column] of columns.entries()) {
    const place = places[index];
    if (place === undefined || column === ZEROS) continue;
    const own = typeof column === 'number' && column > 0 ? columns[column - 1]! : column;
    if (own === ONES) for (const vector of vectors) vector[place] = 1;
    else
      forEachValue(own as number[] | [number[]], (value, at) => {
        vectors[at]![place] = value;
      });
  }
}

function forEachValue(column: number[] | [number[]], take: (value: number, at: number) => void): void {
  const [list] = column;
  if (typeof list === 'number') {
    for (const [at, value] of (column as number[]).entries()) take(value, at);
    return;
  }
  let at = -1;
  for (let index = 0; index < list.length; index += 2) {
    at += list[index]! + 1;
    take(list[index + 1]!, at);
  }
}
