import type { FactEvent } from '../facts/event.ts';
import { dayOfDate } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import {
  type Accumulator,
  addCount,
  breakdownAt,
  histogramAt,
  INTERVAL_SECONDS,
  memberVector,
  NEVER,
  vectorAt,
} from './accumulator.ts';
import { BASE_MEASURES, baseMeasureIndex, baseMeasuresOf } from './base-measures.ts';
import { BREAKDOWNS } from './breakdowns.ts';
import { cellsOf } from './cells.ts';
import type { RollupColumn } from './codec.ts';
import { addDeadline } from './deadline-levels.ts';
import { deadlinesOf } from './deadlines.ts';
import { memberOf, ROLLUP_DIMENSIONS, type RollupDimension, type RollupDimensionName } from './dimensions.ts';
import { binOf, HISTOGRAMS } from './histograms.ts';

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

type Wants = (column: RollupColumn) => boolean;

const BREAKDOWN_PLACES = BREAKDOWNS.map((breakdown) => ({
  ...breakdown,
  places: new Map(
    breakdown.baseMeasures.map((baseMeasure, place) => [baseMeasureIndex(baseMeasure)!, place]),
  ),
}));

/** Adds one event to the accumulators that it counts in, or subtracts it. Nothing else computes rollup figures. */
export function fold(event: FactEvent, accumulatorAt: AccumulatorAt, options: FoldOptions): void {
  const { zone, sign, dimensions = ROLLUP_DIMENSIONS, columns } = options;
  const wants: Wants = (column) => !columns || columns.has(column);
  const values = valuesOf(event, sign);
  const day = dayOf(event, zone);
  for (const dimension of dimensions) {
    const member = memberOf(dimension, event);
    if (member === undefined) continue;
    const accumulator = accumulatorAt(dimension.name, member, day);
    if (!accumulator) continue;
    if (wants('base_measures')) addBaseMeasures(accumulator, values);
    addIntervals(accumulator, values, event, wants);
    if (dimension.previousCall && wants('customers'))
      addCustomer(accumulator, event, dimension.previousCall, day, zone, sign);
    if (dimension.name === 'all' && wants('deadlines')) addDeadlines(accumulator, event, sign);
    addBreakdowns(accumulator, dimension.name, values, event, sign, wants);
    addHistograms(accumulator, dimension.name, event, sign, wants);
  }
}

/** The local day in `zone` that an event counts on. */
export function dayOf(event: FactEvent, zone: string): number {
  return event.source === 'counter' ? dayOfDate(event.date)! : localDay(zone, event.at);
}

/** Alternating indexes and values of the base measures that an event adds to. */
export function valuesOf(event: FactEvent, sign: 1 | -1): number[] {
  const values: number[] = [];
  for (const { index, baseMeasure } of baseMeasuresOf(event.source)) {
    const value = baseMeasure.value(event);
    if (value !== 0) values.push(index, sign * value);
  }
  return values;
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
  const interval = Math.floor(event.at / INTERVAL_SECONDS);
  for (let at = 0; at < values.length; at += 2) {
    const { intervals } = BASE_MEASURES[values[at]!]!;
    if (intervals && wants(intervals))
      vectorAt(accumulator.intervals, interval, BASE_MEASURES.length)[values[at]!]! += values[at + 1]!;
  }
}

function addCustomer(
  accumulator: Accumulator,
  event: FactEvent,
  which: 'previous' | 'previousInDepartment',
  day: number,
  zone: string,
  sign: number,
): void {
  if (!isCustomersCall(event)) return;
  const previous = event[which];
  const previousDay = previous === undefined ? NEVER : localDay(zone, previous);
  if (previousDay !== day) addCount(accumulator.customers, previousDay, sign);
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

function addBreakdowns(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  values: readonly number[],
  event: FactEvent,
  sign: 1 | -1,
  wants: Wants,
): void {
  for (const { places, ...breakdown } of BREAKDOWN_PLACES) {
    const { name, within } = breakdown;
    if (!within.includes(dimension) || !wants(name)) continue;
    for (const [cell, part] of cellsOf(breakdown, event)) {
      const partValues = part === event ? values : valuesOf(part, sign);
      for (let at = 0; at < partValues.length; at += 2) {
        const place = places.get(partValues[at]!);
        if (place !== undefined) {
          memberVector(breakdownAt(accumulator, name), cell, places.size)[place]! += partValues[at + 1]!;
        }
      }
    }
  }
}

function addHistograms(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  event: FactEvent,
  sign: number,
  wants: Wants,
): void {
  for (const { name, within, value } of HISTOGRAMS) {
    if (!within.includes(dimension) || !wants(name)) continue;
    const seconds = value(event);
    if (seconds !== undefined) addCount(histogramAt(accumulator, name), binOf(seconds), sign);
  }
}
