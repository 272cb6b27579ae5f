/**
 * Vectors by interval, as columns: [[interval, …], column, …]. Intervals are distances from one to the next, the first
 * from the interval before the day's first. A column lists the values of one base measure; it is 0 if all are zero, and
 * n if it equals the n-th column. Zero columns at the end are left out.
 */
export type PackedVectors = [intervals: number[], ...columns: (number | number[])[]];

/** Packs the given places of vectors; undefined if all of these are zero. `first` is the first interval of the day. */
export function packVectors(
  vectors: ReadonlyMap<number, readonly number[]>,
  places: readonly number[],
  first: number,
): PackedVectors | undefined {
  const held = [...vectors].filter(([, vector]) => places.some((place) => vector[place] !== 0));
  if (held.length === 0) return undefined;
  held.sort(([a], [b]) => a - b);
  let before = first - 1;
  const packed: PackedVectors = [
    held.map(([interval]) => {
      const distance = interval - before;
      before = interval;
      return distance;
    }),
  ];
  for (const place of places) packed.push(columnOf(held, place, packed));
  while (packed.at(-1) === 0) packed.pop();
  return packed;
}

function columnOf(
  held: readonly (readonly [number, readonly number[]])[],
  place: number,
  packed: PackedVectors,
): number | number[] {
  const values = held.map(([, vector]) => vector[place]!);
  if (values.every((value) => value === 0)) return 0;
  for (let index = 1; index < packed.length; index += 1) {
    const column = packed[index]!;
    if (typeof column !== 'number' && column.every((value, at) => value === values[at])) return index;
  }
  return values;
}

/** Unpacks into the vectors that `vectorOf` returns. `places` maps columns to their place; unknown ones to undefined. */
export function unpackVectors(
  [distances, ...columns]: PackedVectors,
  places: readonly (number | undefined)[],
  first: number,
  vectorOf: (interval: number) => number[],
): void {
  let interval = first - 1;
  for (const [at, distance] of distances.entries()) {
    interval += distance;
    const vector = vectorOf(interval);
    for (const [index, column] of columns.entries()) {
      const place = places[index];
      if (place === undefined || column === 0) continue;
      const values = typeof column === 'number' ? columns[column - 1] : column;
      vector[place] = (values as readonly number[])[at]!;
    }
  }
}
