import { BASE_MEASURES } from './base-measures.ts';
import { BREAKDOWNS, type BreakdownName, breakdownNamed, type IntervalBreakdownName } from './breakdowns.ts';
import {
  addCell,
  type BreakdownSums,
  type Breakdowns,
  type CellSums,
  countingCell,
  countingCellOfPart,
} from './cell-sums.ts';
import { addDeadlines, type Deadlines, noDeadlines } from './deadline-levels.ts';
import type { RollupDimensionName } from './dimensions.ts';
import type { HistogramName } from './histograms.ts';
import { addHistograms, type Histograms } from './histograms.ts';
import { addCounts, addCountsByInterval, addVector, type CountsByInterval, vectorAt, zeros } from './sums.ts';

/** The day and the interval before a customer's first call: earlier than any. */
export const NEVER = -1_000_000;

/** Seconds per interval. In all current zones, local days and hours consist of whole intervals. */
export const INTERVAL_SECONDS = 900;

/** The interval of an instant (seconds UTC). */
export function intervalOf(at: number): number {
  return Math.floor(at / INTERVAL_SECONDS);
}

/** What a row may have of whole days only, because it would be too large by interval; see row-bounds.ts. */
export type OmissiblePart = WholeOmissiblePart | `outbound_${WholeOmissiblePart}`;
export type WholeOmissiblePart = 'customer_intervals' | `${IntervalBreakdownName | HistogramName}_intervals`;

/** The decoded figures of one member on one day. May contain zeros, which encoding leaves out. */
export interface Accumulator {
  /** Indexed by base measure. */
  baseMeasures: number[];
  /** By interval (instant / 900, rounded down); vectors indexed by base measure. */
  intervals: Map<number, number[]>;
  /** Number of calls by the day of the customer's previous call, if that is an earlier day. */
  customers: Map<number, number>;
  /** By interval of the call: number of calls by the interval of the customer's previous call. */
  customerIntervals: CountsByInterval;
  /** Created on first use: most accumulators have only a few. */
  breakdowns: Breakdowns;
  /** By bin; created on first use. */
  histograms: { [Name in HistogramName]?: Map<number, number> };
  /** The same by interval. */
  histogramIntervals: Histograms;
  deadlines: Deadlines;
  /** What of all this is outbound, without `customers` and `deadlines`; created on first use. */
  outbound?: Accumulator;
  /**
   * Inbound calls by their interval and that of the customer's previous inbound call, minus `customerIntervals`. Empty
   * if nothing is outbound.
   */
  inboundCustomers: CountsByInterval;
  /** Parts that the row does not store. What the accumulator has of them is incomplete. */
  omitted: Set<OmissiblePart>;
}

export function emptyAccumulator(): Accumulator {
  return {
    baseMeasures: zeros(BASE_MEASURES.length),
    intervals: new Map(),
    customers: new Map(),
    customerIntervals: new Map(),
    breakdowns: {},
    histograms: {},
    histogramIntervals: {},
    deadlines: noDeadlines(),
    inboundCustomers: new Map(),
    omitted: new Set(),
  };
}

/** The outbound part of an accumulator; created if missing. */
export function outboundAt(accumulator: Accumulator): Accumulator {
  accumulator.outbound ??= emptyAccumulator();
  return accumulator.outbound;
}

/** A breakdown of an accumulator; created if missing. */
export function breakdownAt(accumulator: Accumulator, name: BreakdownName): BreakdownSums {
  accumulator.breakdowns[name] ??= { named: new Map(), others: undefined };
  return accumulator.breakdowns[name];
}

/** A histogram of an accumulator; created if missing. */
export function histogramAt(accumulator: Accumulator, name: HistogramName): Map<number, number> {
  accumulator.histograms[name] ??= new Map();
  return accumulator.histograms[name];
}

/** Adds all figures of `delta` to `into`. Breakdowns of `delta` must name all their cells. */
export function addAccumulator(into: Accumulator, delta: Accumulator): void {
  addFigures(into, delta, (name, key) => countingCell(breakdownAt(into, name), key, breakdownNamed(name)));
  addCountsByInterval(into.inboundCustomers, delta.inboundCustomers);
  if (!delta.outbound) return;
  const outbound = outboundAt(into);
  addFigures(outbound, delta.outbound, (name, key) =>
    countingCellOfPart(breakdownAt(outbound, name), breakdownAt(into, name), key, breakdownNamed(name)),
  );
}

function addFigures(
  into: Accumulator,
  delta: Accumulator,
  cellOf: (breakdown: BreakdownName, key: string) => CellSums,
): void {
  addVector(into.baseMeasures, delta.baseMeasures);
  for (const [interval, vector] of delta.intervals)
    addVector(vectorAt(into.intervals, interval, BASE_MEASURES.length), vector);
  addCounts(into.customers, delta.customers);
  addCountsByInterval(into.customerIntervals, delta.customerIntervals);
  addDeadlines(into.deadlines, delta.deadlines);
  for (const [name, bins] of Object.entries(delta.histograms)) {
    addCounts(histogramAt(into, name as HistogramName), bins);
  }
  addHistograms(into.histogramIntervals, delta.histogramIntervals);
  for (const breakdown of BREAKDOWNS) {
    const { named } = delta.breakdowns[breakdown.name] ?? {};
    if (!named) continue;
    for (const [key, cell] of named) addCell(cellOf(breakdown.name, key), cell);
  }
}

export interface PlacedAccumulator {
  dimension: RollupDimensionName;
  member: string;
  day: number;
  accumulator: Accumulator;
}

/** Accumulators by dimension, member and day; created on first use. */
export class Accumulators {
  readonly #accumulators = new Map<string, PlacedAccumulator>();

  get size(): number {
    return this.#accumulators.size;
  }

  at(dimension: RollupDimensionName, member: string, day: number): Accumulator {
    const key = accumulatorKey(dimension, member, day);
    let placed = this.#accumulators.get(key);
    if (!placed) {
      placed = { dimension, member, day, accumulator: emptyAccumulator() };
      this.#accumulators.set(key, placed);
    }
    return placed.accumulator;
  }

  drop(dimension: RollupDimensionName, member: string, day: number): void {
    this.#accumulators.delete(accumulatorKey(dimension, member, day));
  }

  all(): PlacedAccumulator[] {
    return [...this.#accumulators.values()];
  }
}

/** The key of an accumulator. */
export function accumulatorKey(dimension: string, member: string, day: number): string {
  return `${dimension} ${day} ${member}`;
}
