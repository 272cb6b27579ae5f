import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { baseMeasureIndex, baseMeasureNamed } from '../rollups/base-measures.ts';
import { BREAKDOWNS, type Breakdown } from '../rollups/breakdowns.ts';
import type { RollupColumn } from '../rollups/codec.ts';
import {
  EVERYTHING,
  impliedMember,
  type RollupDimensionName,
  rollupDimensionNamed,
} from '../rollups/dimensions.ts';
import { HISTOGRAMS, type HistogramName } from '../rollups/histograms.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import { DISTINCT_CUSTOMERS, histogramOf, isOverdue } from './measures/measure.ts';
import type { MeasureInput } from './measures.ts';
import { partialDaysOf, type RowsNeed } from './partial-days.ts';
import type { MetricsQuery } from './query.ts';

type Grain = 'days' | 'intervals';

/** Days of rollups that are completely within the period, inclusive; empty if `first` > `last`. */
export interface WholeDays {
  first: number;
  last: number;
}

export interface RollupPlan extends RowsNeed {
  source: 'rollups';
  /** Whether groups are made of whole days or of intervals. */
  grain: Grain;
  /** The breakdown of the row that contains the values; absent if the row itself does. */
  breakdown?: Breakdown;
  /** The only member of the breakdown to read; absent for all of them. */
  breakdownMember?: string;
  whole: WholeDays;
  /** The parts of the period outside the whole days: at most its start and end. */
  partialSpans: readonly Span[];
  /** Rows whose intervals cover the partial spans as far as possible. */
  intervalRows: readonly RowsNeed[];
  /** The parts of the partial spans that are read from facts. */
  factSpans: readonly Span[];
  /** Layout names that the generation must contain. */
  needs: readonly string[];
}

/** Used if no rollups cover the query: reads all facts of the period, up to a limit. */
export interface FactsPlan {
  source: 'facts';
  factSpans: readonly [Span];
  /** Calendar days whose daily counters are read; absent if no input needs them. */
  dated?: WholeDays;
}

export type Plan = RollupPlan | FactsPlan;

/** Plans which rollup rows and facts answer a query. `zone` is that of the rollups. Pure. */
export function planFor(query: MetricsQuery, zone: string): Plan {
  const { period, inputs } = query;
  const place = placeOf(query, zone);
  if (!place) return factsPlan(query);
  const whole = wholeDays(query, zone);
  const hasDated = inputs.some(isDated);
  const partialSpans = partialSpansOf(query, zone, whole);
  const intervalRows =
    place.breakdown || partialSpans.length === 0
      ? undefined
      : partialDaysOf(query, place, partialSpans, zone);
  return {
    source: 'rollups',
    ...place,
    needs: [...place.needs, ...(intervalRows?.needs ?? [])],
    whole,
    read: hasDated
      ? { first: Math.min(whole.first, period.fromDay), last: Math.max(whole.last, period.toDay) }
      : whole,
    partialSpans,
    intervalRows: intervalRows?.rows ?? [],
    factSpans: intervalRows?.facts ?? partialSpans,
  };
}

/** Plans to read the facts of the whole period. */
export function factsPlan({ period, inputs }: MetricsQuery): FactsPlan {
  return {
    source: 'facts',
    factSpans: [{ start: period.start, end: period.end }],
    ...(inputs.some(isDated) && { dated: { first: period.fromDay, last: period.toDay } }),
  };
}

type Place = Pick<
  RollupPlan,
  'dimension' | 'member' | 'columns' | 'grain' | 'breakdown' | 'breakdownMember' | 'needs'
>;

/** The inputs of a query by where rollups store them. */
interface Wanted {
  baseMeasures: MeasureInput[];
  histograms: HistogramName[];
  customers: boolean;
  deadlines: boolean;
}

function wantedBy({ inputs }: MetricsQuery): Wanted {
  const histograms = new Set(inputs.map(histogramOf).filter((name) => name !== undefined));
  return {
    baseMeasures: inputs.filter((input) => baseMeasureIndex(input) !== undefined),
    histograms: [...histograms],
    customers: inputs.includes(DISTINCT_CUSTOMERS),
    deadlines: inputs.some(isOverdue),
  };
}

function placeOf(query: MetricsQuery, zone: string): Place | undefined {
  const { by } = query;
  const wanted = wantedBy(query);
  const filters = Object.entries(query.filter) as [RollupDimensionName, string][];
  const [dimension, member] = filters[0] ?? ['all', EVERYTHING];
  if (wanted.deadlines && dimension !== 'all') return undefined;
  if (by.kind !== 'total' && (wanted.customers || wanted.histograms.length > 0)) return undefined;
  if (by.kind === 'members') {
    const breakdown = filters.length > 1 ? undefined : breakdownFor(by.of, dimension, wanted.baseMeasures);
    return breakdown && inBreakdown(breakdown, dimension, member, wanted);
  }
  const grain = grainFor(query, zone);
  if (filters.length > 1) {
    const isPlain = !wanted.customers && wanted.histograms.length === 0 && grain === 'days';
    return isPlain && filters.length === 2 ? inCrossBreakdown(filters, wanted) : undefined;
  }
  if (!grain || (grain === 'intervals' && !wanted.baseMeasures.every(isKeptInIntervals))) return undefined;
  if (wanted.customers && !rollupDimensionNamed(dimension).previousCall) return undefined;
  if (!wanted.histograms.every((name) => withinOf(name).includes(dimension))) return undefined;
  return inRow(dimension, member, grain, wanted);
}

function inRow(dimension: RollupDimensionName, member: string, grain: Grain, wanted: Wanted): Place {
  const { baseMeasures, histograms, customers, deadlines } = wanted;
  return {
    dimension,
    member,
    grain,
    columns: new Set<RollupColumn>([
      ...(grain === 'days'
        ? ['base_measures' as const]
        : baseMeasures.map((baseMeasure) => baseMeasureNamed(baseMeasure)!.intervals!)),
      ...histograms,
      ...(customers ? ['customers' as const] : []),
      ...(deadlines ? ['deadlines' as const] : []),
    ]),
    needs: [
      `dimension:${dimension}`,
      ...baseMeasures.map(
        (baseMeasure) => `${baseMeasureNamed(baseMeasure)?.intervals ?? 'base'}:${baseMeasure}`,
      ),
      ...histograms.map((name) => `${name}@${dimension}`),
      ...(deadlines ? [DEADLINES] : []),
    ],
  };
}

const DEADLINES = 'deadlines@all';

function inBreakdown(
  breakdown: Breakdown,
  dimension: RollupDimensionName,
  member: string,
  wanted: Wanted,
  breakdownMember?: string,
): Place {
  return {
    dimension,
    member,
    grain: 'days',
    columns: new Set<RollupColumn>([breakdown.name, ...(wanted.deadlines ? ['deadlines' as const] : [])]),
    breakdown,
    ...(breakdownMember !== undefined && { breakdownMember }),
    needs: [
      `dimension:${dimension}`,
      `${breakdown.name}@${dimension}`,
      ...breakdown.baseMeasures.map((baseMeasure) => `${breakdown.name}:${baseMeasure}`),
      ...(wanted.deadlines ? [DEADLINES] : []),
    ],
  };
}

/** Two filters: one selects the row, the other a member of a breakdown in it. */
function inCrossBreakdown(
  filters: readonly [RollupDimensionName, string][],
  wanted: Wanted,
): Place | undefined {
  const [[a, memberOfA], [b, memberOfB]] = filters as [
    [RollupDimensionName, string],
    [RollupDimensionName, string],
  ];
  const breakdownOfB = breakdownFor(b, a, wanted.baseMeasures);
  if (breakdownOfB) return inBreakdown(breakdownOfB, a, memberOfA, wanted, memberOfB);
  const breakdownOfA = breakdownFor(a, b, wanted.baseMeasures);
  return breakdownOfA && inBreakdown(breakdownOfA, b, memberOfB, wanted, memberOfA);
}

function breakdownFor(
  of: string,
  within: RollupDimensionName,
  baseMeasures: readonly MeasureInput[],
): Breakdown | undefined {
  return BREAKDOWNS.find(
    (breakdown) =>
      breakdown.of.length === 1 &&
      breakdown.of[0] === of &&
      impliedMember(breakdown.of[0]) === undefined &&
      breakdown.within.includes(within) &&
      baseMeasures.every((baseMeasure) =>
        (breakdown.baseMeasures as readonly string[]).includes(baseMeasure),
      ),
  );
}

function withinOf(name: HistogramName): readonly RollupDimensionName[] {
  return HISTOGRAMS.find((histogram) => histogram.name === name)!.within;
}

/** Days if all groups start at days of the rollups' zone, intervals if they start at intervals, else undefined. */
function grainFor({ by, period }: MetricsQuery, zone: string): Grain | undefined {
  if (by.kind === 'total' || by.kind === 'members') return 'days';
  if (by.kind === 'buckets') {
    const inner = by.buckets.slice(1).map(({ start }) => start);
    if (inner.every((start) => startOfDay(zone, localDay(zone, start)) === start)) return 'days';
    return inner.every((start) => start % INTERVAL_SECONDS === 0) ? 'intervals' : undefined;
  }
  return hasEvenHours(by.zone, period) ? 'intervals' : undefined;
}

/** Whether every hour in the zone starts at an interval. Some zones changed their offset within one. */
function hasEvenHours(zone: string, { start, end }: Span): boolean {
  const [first, ...changes] = stretchesBetween(zone, start, end);
  const isEven = (seconds: number): boolean => seconds % INTERVAL_SECONDS === 0;
  return (
    first !== undefined &&
    isEven(first.offset) &&
    changes.every((stretch) => isEven(stretch.start) && isEven(stretch.offset))
  );
}

/** Whether an input is counted by calendar date. */
function isDated(input: MeasureInput): boolean {
  return baseMeasureNamed(input)?.dated ?? false;
}

function isKeptInIntervals(input: MeasureInput): boolean {
  return baseMeasureNamed(input)?.intervals !== undefined;
}

function wholeDays({ period }: MetricsQuery, zone: string): WholeDays {
  const fromDay = localDay(zone, period.start);
  const first = startOfDay(zone, fromDay) === period.start ? fromDay : fromDay + 1;
  return { first, last: localDay(zone, period.end) - 1 };
}

function partialSpansOf({ period }: MetricsQuery, zone: string, { first, last }: WholeDays): Span[] {
  if (first > last) return [{ start: period.start, end: period.end }];
  const head = { start: period.start, end: startOfDay(zone, first) };
  const tail = { start: startOfDay(zone, last + 1), end: period.end };
  return [head, tail].filter(({ start, end }) => start < end);
}
