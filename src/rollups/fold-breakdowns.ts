import type { FactEvent } from '../facts/event.ts';
import { type Accumulator, breakdownAt, intervalOf } from './accumulator.ts';
import { baseMeasureIndex, valuesOf } from './base-measures.ts';
import { BREAKDOWNS, type Breakdown, isDated } from './breakdowns.ts';
import { type CellHistogram, cellHistogramsOf } from './cell-histograms.ts';
import { countingCell } from './cell-sums.ts';
import { cellsOf } from './cells.ts';
import { intervalsOf, type RollupColumn } from './columns.ts';
import { ROLLUP_DIMENSIONS, type RollupDimensionName } from './dimensions.ts';
import { binOf, binsOf } from './histograms.ts';
import { addCount, countsAt, vectorAt } from './sums.ts';

/** Whether a fold is asked to compute a column. */
export type Wants = (column: RollupColumn) => boolean;

/** A breakdown as rows of one rollup dimension have it. */
interface Placed {
  breakdown: Breakdown;
  /** Its index in BREAKDOWNS. */
  at: number;
  /** Places in its vectors by index of the base measure. */
  places: ReadonlyMap<number, number>;
  /** The column of its intervals; absent if it has none. */
  intervals?: RollupColumn;
  histograms: readonly CellHistogram[];
}

const PLACED = new Map(ROLLUP_DIMENSIONS.map(({ name }) => [name, placedWithin(name)]));

function placedWithin(dimension: RollupDimensionName): Placed[] {
  return BREAKDOWNS.flatMap((breakdown, at): Placed[] => {
    if (!breakdown.within.includes(dimension)) return [];
    const indexes = breakdown.baseMeasures.map((name, place) => [baseMeasureIndex(name)!, place] as const);
    return [
      {
        breakdown,
        at,
        places: new Map(indexes),
        ...(!isDated(breakdown) && { intervals: intervalsOf(breakdown) }),
        histograms: cellHistogramsOf(breakdown).filter(({ within }) => within.includes(dimension)),
      },
    ];
  });
}

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
  /** By index of the breakdown. */
  readonly #known: (readonly Contribution[] | undefined)[] = [];

  /** `values` are those of the whole event; see `valuesOf`. */
  constructor(event: FactEvent, sign: 1 | -1, values: readonly number[]) {
    this.event = event;
    this.sign = sign;
    this.#values = values;
  }

  to({ breakdown, at, places }: Placed): readonly Contribution[] {
    this.#known[at] ??= cellsOf(breakdown, this.event).flatMap(([cell, part]) => {
      const values = inPlaces(part === this.event ? this.#values : valuesOf(part, this.sign), places);
      return values.length > 0 ? [{ cell, part, values }] : [];
    });
    return this.#known[at];
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
  for (const placed of PLACED.get(dimension) ?? []) {
    const { breakdown, intervals } = placed;
    const hasDay = wants(breakdown.name);
    const hasInterval = interval !== undefined && intervals !== undefined && wants(intervals);
    const histograms = placed.histograms.filter(({ column }) => wants(column));
    if (!hasDay && !hasInterval && histograms.length === 0) continue;
    for (const { cell: key, part, values } of contributions.to(placed)) {
      const cell = countingCell(breakdownAt(accumulator, breakdown.name), key, breakdown);
      if (hasDay) addAt(cell.day, values);
      if (hasInterval) addAt(vectorAt(cell.intervals, interval, cell.day.length), values);
      if (interval === undefined) continue;
      for (const { histogram } of histograms) {
        const seconds = histogram.value(part);
        if (seconds !== undefined)
          addCount(
            countsAt(binsOf(cell.histograms, histogram.name), interval),
            binOf(seconds, histogram.exactBelow),
            sign,
          );
      }
    }
  }
}

function addAt(vector: number[], values: readonly number[]): void {
  for (let at = 0; at < values.length; at += 2) vector[values[at]!]! += values[at + 1]!;
}
