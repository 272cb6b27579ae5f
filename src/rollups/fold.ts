import { attributesOf, type FactEvent } from '../facts/event.ts';
import { dayOfDate } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import {
  type Accumulator,
  histogramAt,
  INTERVAL_SECONDS,
  intervalOf,
  NEVER,
  outboundAt,
} from './accumulator.ts';
import { BASE_MEASURES } from './base-measures.ts';
import type { RollupColumn } from './codec.ts';
import { isOutboundColumn, outboundOf } from './columns.ts';
import { hasHistogram, isCombination } from './combinations.ts';
import { addDeadline } from './deadline-levels.ts';
import { deadlinesOf } from './deadlines.ts';
import {
  IN_DIRECTION,
  ownMember,
  type PreviousCall,
  ROLLUP_DIMENSIONS,
  type RollupDimension,
  type RollupDimensionName,
} from './dimensions.ts';
import { addBreakdowns, Contributions, type Wants } from './fold-breakdowns.ts';
import { binOf, binsOf, HISTOGRAMS } from './histograms.ts';
import { rowPartsOf } from './row-parts.ts';
import { addCount, type CountsByInterval, countsAt, vectorAt } from './sums.ts';

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
  const day = dayOf(event, zone);
  const whole = new Contributions(event, sign);
  for (const dimension of dimensions) {
    for (const [member, part, factor] of rowPartsOf(dimension, event)) {
      const accumulator = accumulatorAt(dimension.name, member, day);
      const isWhole = part === event && factor === 1;
      const contributions = isWhole ? whole : new Contributions(part, sign === factor ? 1 : -1);
      if (accumulator) addPart(accumulator, dimension.name, contributions, wants, columns);
    }
    if (dimension.previousCall) addCustomer(event, accumulatorAt, dimension, { day, zone, sign, wants });
  }
}

function addPart(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  contributions: Contributions,
  wants: Wants,
  columns: ReadonlySet<RollupColumn> | undefined,
): void {
  const { event, sign } = contributions;
  addFigures(accumulator, dimension, contributions, wants);
  if (dimension === 'all' && wants('deadlines')) addDeadlines(accumulator, event, sign);
  if (isOutbound(event) && !isCombination(dimension) && wantsOutbound(columns)) {
    const wantsPart: Wants = (column) => wants(outboundOf(column));
    addFigures(outboundAt(accumulator), dimension, contributions, wantsPart, accumulator);
  }
}

/** Adds to everything that is additive; `whole` is the row if `accumulator` is a part of it. */
function addFigures(
  accumulator: Accumulator,
  dimension: RollupDimensionName,
  contributions: Contributions,
  wants: Wants,
  whole?: Accumulator,
): void {
  const { event, sign, values } = contributions;
  if (wants('base_measures')) addBaseMeasures(accumulator, values);
  addIntervals(accumulator, values, event, wants);
  addBreakdowns(accumulator, dimension, contributions, wants, whole);
  addHistograms(accumulator, dimension, event, sign, wants);
}

function isOutbound(event: FactEvent): boolean {
  return event.source !== 'counter' && attributesOf(event).direction === 'outbound';
}

function wantsOutbound(columns: ReadonlySet<RollupColumn> | undefined): boolean {
  return !columns || [...columns].some(isOutboundColumn);
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

interface Adding {
  day: number;
  zone: string;
  sign: number;
  wants: Wants;
}

/** Adds a customer to the row of the call's own member, whatever its legs do: the previous call is found by that. */
function addCustomer(
  event: FactEvent,
  accumulatorAt: AccumulatorAt,
  { name, previousCall }: RollupDimension,
  { day, zone, sign, wants }: Adding,
): void {
  if (!isCustomersCall(event) || isCombination(name)) return;
  const member = ownMember(name, event.interaction);
  const accumulator = member === undefined ? undefined : accumulatorAt(name, member, day);
  if (!accumulator) return;
  const previous = event[previousCall!];
  const previousDay = previous === undefined ? NEVER : localDay(zone, previous);
  if (previousDay !== day && wants('customers')) addCount(accumulator.customers, previousDay, sign);
  if (wants('customer_intervals')) addCall(accumulator.customerIntervals, event.at, previous, sign);
  addDirectedCustomer(accumulator, event, previousCall!, sign, wants);
}

/** Counts a call by the previous one in its own direction; see `Accumulator`. */
function addDirectedCustomer(
  accumulator: Accumulator,
  event: FactEvent & { source: 'interaction' },
  which: PreviousCall,
  sign: number,
  wants: Wants,
): void {
  const previous = event[which];
  const directed = event[IN_DIRECTION[which]];
  const { at } = event;
  if (!isOutbound(event)) {
    if (directed === previous || !wants('inbound_customers')) return;
    addCall(accumulator.inboundCustomers, at, directed, sign);
    addCall(accumulator.inboundCustomers, at, previous, -sign);
    return;
  }
  if (wants('inbound_customers')) addCall(accumulator.inboundCustomers, at, previous, -sign);
  if (wants('outbound_customer_intervals'))
    addCall(outboundAt(accumulator).customerIntervals, at, directed, sign);
}

function addCall(into: CountsByInterval, at: number, previous: number | undefined, count: number): void {
  const interval = intervalOf(at);
  const previousInterval = previous === undefined ? NEVER : intervalOf(previous);
  addCount(countsAt(into, interval), previousInterval, count);
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
