import { BASE_MEASURES } from './base-measures.ts';
import type { BreakdownName } from './breakdowns.ts';
import { addDeadlines, type Deadlines, noDeadlines } from './deadline-levels.ts';
import { NONE, type RollupDimensionName } from './dimensions.ts';
import type { HistogramName } from './histograms.ts';

/** The previous day of a customer's first call. */
export const NEVER = -1_000_000;

/** Seconds per interval. In all current zones, local days and hours consist of whole intervals. */
export const INTERVAL_SECONDS = 900;

/** Base measures of the members of a dimension. */
export interface BreakdownSums {
  /** By member; vectors in the order of the breakdown's base measures. */
  named: Map<string, number[]>;
  /**
   * Sums of all members that are not named. A breakdown that has it is *full*: members that are not named are added to
   * and subtracted from it.
   */
  others: number[] | undefined;
}

/** The decoded figures of one member on one day. May contain zeros, which encoding leaves out. */
export interface Accumulator {
  /** Indexed by base measure. */
  baseMeasures: number[];
  /** By interval (instant / 900, rounded down); vectors indexed by base measure. */
  intervals: Map<number, number[]>;
  /** Number of calls by the day of the customer's previous call, if that is an earlier day. */
  customers: Map<number, number>;
  /** Created on first use: most accumulators have only a few. */
  breakdowns: { [Name in BreakdownName]?: BreakdownSums };
  /** By bin; created on first use. */
  histograms: { [Name in HistogramName]?: Map<number, number> };
  deadlines: Deadlines;
}

export function emptyAccumulator(): Accumulator {
  return {
    baseMeasures: zeros(BASE_MEASURES.length),
    intervals: new Map(),
    customers: new Map(),
    breakdowns: {},
    histograms: {},
    deadlines: noDeadlines(),
  };
}

export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
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

/** The vector of a member: its own, or that of all others if the breakdown is full and does not name it. */
export function memberVector({ named, others }: BreakdownSums, member: string, length: number): number[] {
  const own = named.get(member);
  if (own || (others && member !== NONE)) return own ?? others!;
  return vectorAt(named, member, length);
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

/** Adds all figures of `delta` to `into`. Breakdowns of `delta` must name all their members. */
export function addAccumulator(into: Accumulator, delta: Accumulator): void {
  addVector(into.baseMeasures, delta.baseMeasures);
  for (const [interval, vector] of delta.intervals)
    addVector(vectorAt(into.intervals, interval, BASE_MEASURES.length), vector);
  addCounts(into.customers, delta.customers);
  addDeadlines(into.deadlines, delta.deadlines);
  for (const [name, bins] of Object.entries(delta.histograms)) {
    addCounts(histogramAt(into, name as HistogramName), bins);
  }
  for (const [name, { named }] of Object.entries(delta.breakdowns)) {
    const breakdown = breakdownAt(into, name as BreakdownName);
    for (const [member, vector] of named) addVector(memberVector(breakdown, member, vector.length), vector);
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
