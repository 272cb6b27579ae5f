import type { FactEvent } from '../facts/event.ts';
import { dayOfDate } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import { type Accumulator, histogramAt, INTERVAL_SECONDS, intervalOf, NEVER } from './accumulator.ts';
import { BASE_MEASURES, valuesOf } from './base-measures.ts';
import type { RollupColumn } from './codec.ts';
import { hasHistogram } from './combinations.ts';
import { addDeadline } from './deadline-levels.ts';
import { deadlinesOf } from './deadlines.ts';
import { memberOf, ROLLUP_DIMENSIONS, type RollupDimension, type RollupDimensionName } from './dimensions.ts';
import { addBreakdowns, Contributions, type Wants } from './fold-breakdowns.ts';
import { binOf, binsOf, HISTOGRAMS } from './histograms.ts';
import { addCount, countsAt, vectorAt } from './sums.ts';

/** Returns the accumulator of a member and day, or undefined if it is not needed. */
export type AccumulatorAt = (
  dimension: RollupDimensionName,
  member: string,
  day: number,
) => Accumulator | undefined;

export interface FoldOptions {
  /** The time zone of the accumulators' local days. */
  zone: string;
  /** 1 to add, −1 to subtract. */
  sign: 1 | -1;
  dimensions?: readonly RollupDimension[];
  columns?: ReadonlySet<RollupColumn>;
}

/** Adds one event to the accumulators that it counts in, or subtracts it. Nothing else computes rollup figures. */
export function fold(event: FactEvent, accumulatorAt: AccumulatorAt, options: FoldOptions): void {
  const { zone, sign, dimensions = ROLLUP_DIMENSIONS, columns } = options;
  const wants: Wants = (column) => !columns || columns.has(column);
  const values = valuesOf(event, sign);
  const contributions = new Contributions(event, sign, values);
  const day = dayOf(event, zone);
  for (const dimension of dimensions) {
    const member = memberOf(dimension, event);
    if (member === undefined) continue;
    const accumulator = accumulatorAt(dimension.name, member, day);
    if (!accumulator) continue;
    if (wants('base_measures')) addBaseMeasures(accumulator, values);
    addIntervals(accumulator, values, event, wants);
    if (dimension.previousCall)
      addCustomer(accumulator, event, { which: dimension.previousCall, day, zone, sign, wants });
    if (dimension.name === 'all' && wants('deadlines')) addDeadlines(accumulator, event, sign);
    addBreakdowns(accumulator, dimension.name, contributions, wants);
    addHistograms(accumulator, dimension.name, event, sign, wants);
  }
}

/** The local day in `zone` that an event counts on. */
export function dayOf(event: FactEvent, zone: string): number {
  return event.source === 'counter' ? dayOfDate(event.date)! : localDay(zone, event.at);
}

function addBaseMeasures(accumulator: Accumulator, values: readonly number[]): void {
  for (let at = 0; at < values.length; at += 2) accumulator.baseMeasures[values[at]!]! += values[at + 1]!;
}

function addIntervals(
  accumulator: Accumulator,
  values: readonly number[],
  event: FactEvent,
  wants: Wants,
): void {
  if (event.source === 'counter') return;
  const interval = intervalOf(event.at);
  for (let at = 0; at < values.length; at += 2) {
    const { intervals } = BASE_MEASURES[values[at]!]!;
    if (intervals && wants(intervals))
      vectorAt(accumulator.intervals, interval, BASE_MEASURES.length)[values[at]!]! += values[at + 1]!;
  }
}

interface CustomersCall {
  which: 'previous' | 'previousInDepartment';
  day: number;
  zone: string;
  sign: number;
  wants: Wants;
}

function addCustomer(
  accumulator: Accumulator,
  event: FactEvent,
  { which, day, zone, sign, wants }: CustomersCall,
): void {
  if (!isCustomersCall(event)) return;
  const previous = event[which];
  const previousDay = previous === undefined ? NEVER : localDay(zone, previous);
  if (previousDay !== day && wants('customers')) addCount(accumulator.customers, previousDay, sign);
  const interval = intervalOf(event.at);
  const previousInterval = previous === undefined ? NEVER : intervalOf(previous);
  if (previousInterval !== interval && wants('customer_intervals'))
    addCount(countsAt(accumulator.customerIntervals, interval), previousInterval, sign);
}

/** Whether an event is an ended call of a known customer; distinct customers are counted over these. */
export function isCustomersCall(event: FactEvent): event is FactEvent & { source: 'interaction' } {
  return (
    event.source === 'interaction' &&
    event.interaction.kind === 'call' &&
    event.interaction.status !== 'open' &&
    event.interaction.customer_id !== undefined
  );
}

function addDeadlines(accumulator: Accumulator, event: FactEvent, sign: number): void {
  for (const deadline of deadlinesOf(event, INTERVAL_SECONDS))
    addDeadline(accumulator.deadlines, deadline, sign);
}

function addHistograms(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  event: FactEvent,
  sign: number,
  wants: Wants,
): void {
  for (const { name, within, value, exactBelow } of HISTOGRAMS) {
    if (!hasHistogram({ within }, dimension)) continue;
    const seconds = value(event);
    if (seconds === undefined || event.source === 'counter') continue;
    const bin = binOf(seconds, exactBelow);
    if (wants(name)) addCount(histogramAt(accumulator, name), bin, sign);
    if (wants(`${name}_intervals`))
      addCount(countsAt(binsOf(accumulator.histogramIntervals, name), intervalOf(event.at)), bin, sign);
  }
}
