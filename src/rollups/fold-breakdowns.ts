import type { FactEvent } from '../facts/event.ts';
import { type Accumulator, breakdownAt, intervalOf } from './accumulator.ts';
import { baseMeasureIndex, valuesOf } from './base-measures.ts';
import { BREAKDOWNS, type Breakdown, isDated } from './breakdowns.ts';
import { type CellHistogram, cellHistogramsOf } from './cell-histograms.ts';
import { countingCell } from './cell-sums.ts';
import { cellsOf } from './cells.ts';
import { intervalsOf, type RollupColumn } from './columns.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { binsOf } from './histogram-sums.ts';
import { binOf } from './histograms.ts';
import { addCount, countsAt, vectorAt } from './sums.ts';

/** Whether a fold is asked to compute a column. */
export type Wants = (column: RollupColumn) => boolean;

interface Placed {
  breakdown: Breakdown;
  /** Places in its vectors by index of the base measure. */
  places: ReadonlyMap<number, number>;
  /** The column of its intervals; absent if it has none. */
  intervals?: RollupColumn;
  histograms: readonly CellHistogram[];
}

const PLACED = BREAKDOWNS.map((breakdown): Placed => {
  const { baseMeasures } = breakdown;
  const places = new Map(baseMeasures.map((baseMeasure, place) => [baseMeasureIndex(baseMeasure)!, place]));
  return {
    breakdown,
    places,
    ...(!isDated(breakdown) && { intervals: intervalsOf(breakdown) }),
    histograms: cellHistogramsOf(breakdown),
  };
});

/** What an event, or the part of it that counts in a cell, adds to the cell. */
interface Contribution {
  cell: string;
  part: FactEvent;
  /** Alternating places and values. */
  values: readonly number[];
}

/** What an event adds to the cells of breakdowns; computed once for all rows that it counts in. */
export class Contributions {
  readonly event: FactEvent;
  readonly sign: 1 | -1;
  readonly #values: readonly number[];
  readonly #known = new Map<Placed, readonly Contribution[]>();

  /** `values` are those of the whole event; see `valuesOf`. */
  constructor(event: FactEvent, sign: 1 | -1, values: readonly number[]) {
    this.event = event;
    this.sign = sign;
    this.#values = values;
  }

  to(placed: Placed): readonly Contribution[] {
    let known = this.#known.get(placed);
    if (!known) {
      known = cellsOf(placed.breakdown, this.event).flatMap(([cell, part]) => {
        const values = part === this.event ? this.#values : valuesOf(part, this.sign);
        const placedValues = inPlaces(values, placed.places);
        return placedValues.length > 0 ? [{ cell, part, values: placedValues }] : [];
      });
      this.#known.set(placed, known);
    }
    return known;
  }
}

function inPlaces(values: readonly number[], places: ReadonlyMap<number, number>): number[] {
  const placed: number[] = [];
  for (let at = 0; at < values.length; at += 2) {
    const place = places.get(values[at]!);
    if (place !== undefined) placed.push(place, values[at + 1]!);
  }
  return placed;
}

/** Adds an event to the breakdowns of a row of `dimension`. */
export function addBreakdowns(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  contributions: Contributions,
  wants: Wants,
): void {
  const { event, sign } = contributions;
  const interval = event.source === 'counter' ? undefined : intervalOf(event.at);
  for (const placed of PLACED) {
    const { breakdown, intervals } = placed;
    if (!breakdown.within.includes(dimension)) continue;
    const histograms = placed.histograms.filter(
      ({ within, column }) => within.includes(dimension) && wants(column),
    );
    const hasDay = wants(breakdown.name);
    const hasInterval = interval !== undefined && intervals !== undefined && wants(intervals);
    if (!hasDay && !hasInterval && histograms.length === 0) continue;
    for (const { cell: key, part, values } of contributions.to(placed)) {
      const cell = countingCell(breakdownAt(accumulator, breakdown.name), key, breakdown);
      if (hasDay) addAt(cell.day, values);
      if (hasInterval) addAt(vectorAt(cell.intervals, interval, cell.day.length), values);
      if (interval === undefined) continue;
      for (const { histogram } of histograms) {
        const seconds = histogram.value(part);
        if (seconds !== undefined)
          addCount(countsAt(binsOf(cell.histograms, histogram.name), interval), binOf(seconds), sign);
      }
    }
  }
}

function addAt(vector: number[], values: readonly number[]): void {
  for (let at = 0; at < values.length; at += 2) vector[values[at]!]! += values[at + 1]!;
}
