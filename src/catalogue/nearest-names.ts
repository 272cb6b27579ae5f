/** Longer names are not compared further: no name of the catalogue is longer. */
const COMPARED = 64;
const MOST = 3;

/** At most three of `among` that differ least from `name`, the nearest first; none that differs in half of its letters. */
export function nearestNames(name: string, among: readonly string[]): string[] {
  const sought = name.slice(0, COMPARED).toLowerCase();
  const most = Math.max(2, Math.floor(sought.length / 2));
  return among
    .map((candidate) => ({ candidate, distance: distanceBetween(sought, candidate) }))
    .filter(({ distance }) => distance <= most)
    .sort((a, b) => a.distance - b.distance || (a.candidate < b.candidate ? -1 : 1))
    .slice(0, MOST)
    .map(({ candidate }) => candidate);
}

/** How many letters must be inserted, left out, replaced or swapped with the next one. */
function distanceBetween(a: string, b: string): number {
  let beforePrevious: number[] = [];
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const isSame = a[row - 1] === b[column - 1];
      let least = Math.min(
        previous[column]! + 1,
        current[column - 1]! + 1,
        previous[column - 1]! + (isSame ? 0 : 1),
      );
      const isSwapped = row > 1 && column > 1 && a[row - 1] === b[column - 2] && a[row - 2] === b[column - 1];
      if (isSwapped) least = Math.min(least, beforePrevious[column - 2]! + 1);
      current.push(least);
    }
    beforePrevious = previous;
    previous = current;
  }
  return previous[b.length]!;
}
