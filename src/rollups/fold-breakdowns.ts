import type { FactEvent } from '../facts/event.ts';
import { type Accumulator, breakdownAt, INTERVAL_SECONDS } from './accumulator.ts';
import { baseMeasureIndex, valuesOf } from './base-measures.ts';
import { BREAKDOWNS, type Breakdown, type IntervalBreakdownName, isDated } from './breakdowns.ts';
import { countingCell } from './cell-sums.ts';
import { cellsOf } from './cells.ts';
import type { RollupColumn } from './codec.ts';
import type { RollupDimensionName } from './dimensions.ts';
import { vectorAt } from './sums.ts';

/** Whether a fold is asked to compute a column. */
export type Wants = (column: RollupColumn) => boolean;

interface Placed {
  breakdown: Breakdown;
  /** Places in its vectors by index of the base measure. */
  places: ReadonlyMap<number, number>;
  /** The column of its intervals; absent if it has none. */
  intervals?: RollupColumn;
}

const PLACED = BREAKDOWNS.map((breakdown): Placed => {
  const { name, baseMeasures } = breakdown;
  const places = new Map(baseMeasures.map((baseMeasure, place) => [baseMeasureIndex(baseMeasure)!, place]));
  return {
    breakdown,
    places,
    ...(!isDated(breakdown) && { intervals: `${name as IntervalBreakdownName}_intervals` as const }),
  };
});

/** What an event adds to one cell: alternating places and values. */
interface Contribution {
  cell: string;
  values: readonly number[];
}

/** What an event adds to the cells of breakdowns; computed once for all rows that it counts in. */
export class Contributions {
  readonly event: FactEvent;
  readonly #sign: 1 | -1;
  readonly #values: readonly number[];
  readonly #known = new Map<Placed, readonly Contribution[]>();

  /** `values` are those of the whole event; see `valuesOf`. */
  constructor(event: FactEvent, sign: 1 | -1, values: readonly number[]) {
    this.event = event;
    this.#sign = sign;
    this.#values = values;
  }

  to(placed: Placed): readonly Contribution[] {
    let known = this.#known.get(placed);
    if (!known) {
      known = cellsOf(placed.breakdown, this.event).flatMap(([cell, part]) => {
        const values = part === this.event ? this.#values : valuesOf(part, this.#sign);
        const placedValues = inPlaces(values, placed.places);
        return placedValues.length > 0 ? [{ cell, values: placedValues }] : [];
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
  const { event } = contributions;
  const interval = event.source === 'counter' ? undefined : Math.floor(event.at / INTERVAL_SECONDS);
  for (const placed of PLACED) {
    const { breakdown, intervals } = placed;
    if (!breakdown.within.includes(dimension)) continue;
    const hasDay = wants(breakdown.name);
    const hasInterval = interval !== undefined && intervals !== undefined && wants(intervals);
    if (!hasDay && !hasInterval) continue;
    for (const { cell: key, values } of contributions.to(placed)) {
      const cell = countingCell(breakdownAt(accumulator, breakdown.name), key, breakdown);
      if (hasDay) addAt(cell.day, values);
      if (hasInterval) addAt(vectorAt(cell.intervals, interval, cell.day.length), values);
    }
  }
}

function addAt(vector: number[], values: readonly number[]): void {
  for (let at = 0; at < values.length; at += 2) vector[values[at]!]! += values[at + 1]!;
}
