import type { Breakdown } from '../breakdowns.ts';
import type { BreakdownSums, CellSums } from '../cell-sums.ts';

/**
 * What cells have of one kind: the base measures that are not zero in all of them, and values by cell. A full breakdown
 * also has a last element, the values of all other cells.
 */
export type EncodedCells<Values> = [] | [names: string[], cells: Record<string, Values>, others?: Values];

/** Whether the text of a breakdown, of the whole day, is of a full one: its last element is a list. */
export function isFull(text: string): boolean {
  return text.endsWith(']]');
}

/** The places of base measures that are not zero in all vectors. */
export function placesHeld(
  { baseMeasures }: Breakdown,
  { named, others }: BreakdownSums,
  vectorsOf: (cell: CellSums) => Iterable<readonly number[]>,
): number[] {
  const held = new Set<number>();
  for (const cell of others ? [...named.values(), others] : named.values()) {
    for (const vector of vectorsOf(cell)) {
      for (let place = 0; place < vector.length; place += 1) if (vector[place] !== 0) held.add(place);
    }
  }
  return [...baseMeasures.keys()].filter((place) => held.has(place));
}
