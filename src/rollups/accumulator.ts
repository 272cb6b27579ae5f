import { BASE_MEASURES } from './base-measures.ts';
import type { BreakdownName } from './breakdowns.ts';
import { addDeadlines, type Deadlines, noDeadlines } from './deadline-levels.ts';
import type { HistogramName } from './histograms.ts';

/** Marks a call that is its customer's first, in the histogram of previous days. */
export const NEVER = -1_000_000;

/** Seconds of an interval; every local day and hour of today's zones is made of whole intervals. */
export const INTERVAL_SECONDS = 900;

/** Base measures of a dimension's members. */
export interface Breakdown {
  /** By member, then the breakdown's own base measure order. */
  named: Map<string, number[]>;
  /**
   * Sums of all members that are not named. A breakdown that has it is *full*: a member that is not named counts
   * here with everything, also when it is taken away.
   */
  others: number[] | undefined;
}

/** One member's figures of one day, decoded. Zeros may stand in it; packing base measures them out. */
export interface Accumulator {
  /** By base measure index. */
  baseMeasures: number[];
  /** By interval (instant / 900, cut), then base measure index. */
  intervals: Map<number, number[]>;
  /** Calls by the day of their customer's previous call, where that is an earlier day. */
  customers: Map<number, number>;
  /** Made when first needed, for most accumulators have few of them. */
  breakdowns: { [Name in BreakdownName]?: Breakdown };
  /** By bin; made when first needed. */
  histograms: { [Name in HistogramName]?: Map<number, number> };
  deadlines: Deadlines;
}

/** An accumulator of nothing. */
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

/** A vector of `length` zeros. */
export function zeros(length: number): number[] {
  return new Array<number>(length).fill(0);
}

/** The vector under `key`, made where it is missing. */
export function vectorAt<Key>(vectors: Map<Key, number[]>, key: Key, length: number): number[] {
  let vector = vectors.get(key);
  if (!vector) {
    vector = zeros(length);
    vectors.set(key, vector);
  }
  return vector;
}

/** An accumulator's breakdown, made when it is missing. */
export function breakdownAt(accumulator: Accumulator, name: BreakdownName): Breakdown {
  accumulator.breakdowns[name] ??= { named: new Map(), others: undefined };
  return accumulator.breakdowns[name];
}

/** An accumulator's histogram, made when it is missing. */
export function histogramAt(accumulator: Accumulator, name: HistogramName): Map<number, number> {
  accumulator.histograms[name] ??= new Map();
  return accumulator.histograms[name];
}

/** The vector that a member counts in: its own, or that of all others if the breakdown is full. */
export function memberVector({ named, others }: Breakdown, member: string, length: number): number[] {
  return named.get(member) ?? others ?? vectorAt(named, member, length);
}

/** Adds `from` to `into`, place by place. */
export function addVector(into: number[], from: readonly number[]): void {
  for (let index = 0; index < from.length; index += 1) into[index]! += from[index]!;
}

/** Adds `count` under `key`. */
export function addCount<Key>(into: Map<Key, number>, key: Key, count: number): void {
  into.set(key, (into.get(key) ?? 0) + count);
}

/** Adds every count of `from` to `into`. */
export function addCounts<Key>(into: Map<Key, number>, from: ReadonlyMap<Key, number>): void {
  for (const [key, count] of from) addCount(into, key, count);
}

/** Adds every figure of `delta` to `into`; every member is named in `delta`. */
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
