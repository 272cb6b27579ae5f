import type { Breakdown } from '../breakdowns.ts';
import type { BreakdownSums, CellSums } from '../cell-sums.ts';
import { compareKeys } from './codec.ts';
import { type EncodedCells, placesHeld } from './encoded-cells.ts';
import type { PlacesAdded } from './packed-vectors.ts';

/** What cells have of one kind, and how more of it is added to their values. */
interface CellKind<Values> {
  vectorsOf(cell: CellSums): Iterable<readonly number[]>;
  /** `values` are undefined for a new cell. Returns undefined if one of them becomes zero. */
  add(values: Values | undefined, cell: CellSums, placed: PlacesAdded): Values | undefined;
}

const NOTHING: CellSums = { day: [], intervals: new Map(), histograms: {} };

/**
 * Adds cells to those of a breakdown that is not full, parsed, which may be changed. The values of other cells stay as
 * they are, unless there are base measures that no cell had. Returns undefined if a value becomes zero, because it may
 * have to be left out.
 */
export function addCells<Values>(
  encoded: EncodedCells<Values>,
  breakdown: Breakdown,
  added: BreakdownSums,
  kind: CellKind<Values>,
): EncodedCells<Values> | undefined {
  const [names = [], cells = {}] = encoded;
  const known = names.map((name) => (breakdown.baseMeasures as readonly string[]).indexOf(name));
  const held = placesHeld(breakdown, added, kind.vectorsOf);
  if (held.length === 0) return encoded;
  if (known.includes(-1)) return undefined;
  const places = [...new Set([...known, ...held])].sort((a, b) => a - b);
  const placed = { places, before: places.map((place) => known.indexOf(place)) };
  if (places.length > known.length) {
    const unchanged = { ...NOTHING, day: breakdown.baseMeasures.map(() => 0) };
    for (const [key, values] of Object.entries(cells)) cells[key] = kind.add(values, unchanged, placed)!;
  }
  const current = { places, before: [...places.keys()] };
  const inserted: [string, Values][] = [];
  for (const [key, cell] of added.named) {
    if (!isHeldIn(kind.vectorsOf(cell))) continue;
    const stored = Object.hasOwn(cells, key) ? cells[key] : undefined;
    const values = kind.add(stored, cell, current);
    if (values === undefined) return undefined;
    if (stored === undefined) inserted.push([key, values]);
    else cells[key] = values;
  }
  return [places.map((place) => breakdown.baseMeasures[place]!), insertCells(cells, inserted)];
}

function isHeldIn(vectors: Iterable<readonly number[]>): boolean {
  for (const vector of vectors) for (const value of vector) if (value !== 0) return true;
  return false;
}

/** Inserts cells in the order of keys. Without assignments: a key may be `__proto__`. */
export function insertCells<Values>(
  cells: Record<string, Values>,
  inserted: readonly [string, Values][],
): Record<string, Values> {
  if (inserted.length === 0) return cells;
  return Object.fromEntries([...Object.entries(cells), ...inserted].sort(compareKeys));
}
