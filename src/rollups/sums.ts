/** Counts by a number, such as a bin, by interval. */
export type CountsByInterval = Map<number, Map<number, number>>;

export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

export function isHeld(vector: readonly number[]): boolean {
  return vector.some((value) => value !== 0);
}

/** The vector under `key`; created if missing. */
export function vectorAt<Key>(vectors: Map<Key, number[]>, key: Key, length: number): number[] {
  let vector = vectors.get(key);
  if (!vector) {
    vector = zeros(length);
    vectors.set(key, vector);
  }
  return vector;
}

/** The counts of an interval; created if missing. */
export function countsAt(counts: CountsByInterval, interval: number): Map<number, number> {
  let known = counts.get(interval);
  if (!known) {
    known = new Map();
    counts.set(interval, known);
  }
  return known;
}

/** Adds `from` to `into`, element by element. */
export function addVector(into: number[], from: readonly number[]): void {
  for (let index = 0; index < from.length; index += 1) into[index]! += from[index]!;
}

export function addCount<Key>(into: Map<Key, number>, key: Key, count: number): void {
  into.set(key, (into.get(key) ?? 0) + count);
}

/** Adds every count of `from` to `into`. */
export function addCounts<Key>(into: Map<Key, number>, from: ReadonlyMap<Key, number>): void {
  for (const [key, count] of from) addCount(into, key, count);
}

/** Adds every count of `from` to `into`, by interval. */
export function addCountsByInterval(into: CountsByInterval, from: CountsByInterval): void {
  for (const [interval, counts] of from) addCounts(countsAt(into, interval), counts);
}

/** Whether any count is not zero. */
export function isHeldCounts(counts: ReadonlyMap<unknown, number>): boolean {
  for (const count of counts.values()) if (count !== 0) return true;
  return false;
}
