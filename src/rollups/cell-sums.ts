import type { Breakdown, BreakdownName } from './breakdowns.ts';
import { NONE } from './dimensions.ts';
import { addHistograms, type Histograms } from './histograms.ts';
import { addVector, isHeld, vectorAt, zeros } from './sums.ts';

/** Base measures of one cell of a breakdown; vectors in the order of the breakdown's base measures. */
export interface CellSums {
  day: number[];
  /** By interval. */
  intervals: Map<number, number[]>;
  /** The histograms of the breakdown. */
  histograms: Histograms;
}

/** The cells of a breakdown. */
export interface BreakdownSums {
  /** By key of the cell; see cells.ts. */
  named: Map<string, CellSums>;
  /**
   * Sums of all cells that are not named. A breakdown that has it is *full*: what counts in a cell that is not named is
   * added to and subtracted from it, all figures alike.
   */
  others: CellSums | undefined;
}

export type Breakdowns = { [Name in BreakdownName]?: BreakdownSums };

export function emptyCell({ baseMeasures }: Pick<Breakdown, 'baseMeasures'>): CellSums {
  return { day: zeros(baseMeasures.length), intervals: new Map(), histograms: {} };
}

/** Whether any figure of a cell is not zero. */
export function isHeldCell({ day, intervals }: CellSums): boolean {
  return isHeld(day) || [...intervals.values()].some(isHeld);
}

/** A cell by its key; created if missing. It does not matter whether the breakdown is full. */
export function namedCell({ named }: BreakdownSums, key: string, breakdown: Breakdown): CellSums {
  let cell = named.get(key);
  if (!cell) {
    cell = emptyCell(breakdown);
    named.set(key, cell);
  }
  return cell;
}

/** The cell that counts for a key: its own, or that of all others if the breakdown is full and does not name it. */
export function countingCell(sums: BreakdownSums, key: string, breakdown: Breakdown): CellSums {
  const isElsewhere = sums.others && key !== NONE && !sums.named.has(key);
  return isElsewhere ? sums.others! : namedCell(sums, key, breakdown);
}

/**
 * The cell of a part, such as what is outbound, that counts for a key. A part names no cell that its whole does not name,
 * so that the whole minus the part is exact cell by cell.
 */
export function countingCellOfPart(
  part: BreakdownSums,
  whole: BreakdownSums,
  key: string,
  breakdown: Breakdown,
): CellSums {
  if (!whole.others || key === NONE || whole.named.has(key)) return namedCell(part, key, breakdown);
  part.others ??= emptyCell(breakdown);
  return part.others;
}

/** Adds all figures of a cell to another of the same breakdown. */
export function addCell(into: CellSums, from: CellSums): void {
  addVector(into.day, from.day);
  for (const [interval, vector] of from.intervals)
    addVector(vectorAt(into.intervals, interval, vector.length), vector);
  addHistograms(into.histograms, from.histograms);
}
