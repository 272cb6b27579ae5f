import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import type { RollupColumn } from '../rollups/codec.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import type { MeasureInput } from './measures.ts';
import { intervalColumnsOf, intervalNeedsOf, partialDaysOf, type RowsNeed } from './partial-days.ts';
import { type Place, placesOf } from './places.ts';
import { type MetricsQuery, timeOf } from './query.ts';

type Grain = 'days' | 'intervals';

/** Days of rollups that are completely within the period, inclusive; empty if `first` > `last`. */
export interface WholeDays {
  first: number;
  last: number;
}

export interface RollupPlan {
  source: 'rollups';
  place: Place;
  /** Whether groups are made of whole days or of intervals. */
  grain: Grain;
  /** The rows of whole days. */
  dayRows: readonly RowsNeed[];
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
  const grain = grainFor(query, zone);
  const whole = wholeDays(query, zone);
  const partialSpans = partialSpansOf(query, zone, whole);
  const place = grain && placesOf(query).find((each) => serves(each, query, grain, partialSpans));
  if (!place) return factsPlan(query);
  const partial = partialDaysOf(query, place, partialSpans, zone);
  const read = query.inputs.some(isDated)
    ? { first: Math.min(whole.first, query.period.fromDay), last: Math.max(whole.last, query.period.toDay) }
    : whole;
  const columns = dayColumns(place, query.inputs, grain);
  return {
    source: 'rollups',
    place,
    grain,
    dayRows: place.leads.map((lead): RowsNeed => ({ ...lead, columns, read })),
    whole,
    partialSpans,
    intervalRows: partial?.rows ?? [],
    factSpans: partial?.facts ?? partialSpans,
    needs: [...needsOf(place, query.inputs, grain), ...(partial?.needs ?? [])],
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

/** Whether a place holds the values at this grain. */
function serves(
  place: Place,
  { by, inputs }: MetricsQuery,
  grain: Grain,
  partialSpans: readonly Span[],
): boolean {
  const { leads, wanted } = place;
  const isOneTotal = timeOf(by).kind === 'total' && leads[0]?.members.length === 1;
  if (wanted.customers && !isOneTotal && partialSpans.length > 0) return false;
  if (grain === 'days') return true;
  return !wanted.customers && !inputs.some(isDated) && intervalColumnsOf(place, inputs) !== undefined;
}

function dayColumns(place: Place, inputs: readonly MeasureInput[], grain: Grain): ReadonlySet<RollupColumn> {
  if (grain === 'intervals') return intervalColumnsOf(place, inputs)!;
  const { breakdown, wanted } = place;
  return new Set<RollupColumn>([
    breakdown ? breakdown.name : 'base_measures',
    ...wanted.histograms,
    ...(wanted.customers ? ['customers' as const] : []),
    ...(wanted.deadlines ? ['deadlines' as const] : []),
  ]);
}

function needsOf(place: Place, inputs: readonly MeasureInput[], grain: Grain): string[] {
  const { leads, breakdown, wanted } = place;
  const dimensions = leads.map(({ dimension }) => dimension);
  return [
    ...dimensions.map((dimension) => `dimension:${dimension}`),
    ...(grain === 'intervals' ? intervalNeedsOf(place, inputs) : []),
    ...(breakdown
      ? [
          ...dimensions.map((dimension) => `${breakdown.name}@${dimension}`),
          ...breakdown.baseMeasures.map((baseMeasure) => `${breakdown.name}:${baseMeasure}`),
        ]
      : wanted.baseMeasures.map(
          (baseMeasure) => `${baseMeasureNamed(baseMeasure)?.intervals ?? 'base'}:${baseMeasure}`,
        )),
    ...wanted.histograms.flatMap((name) => dimensions.map((dimension) => `${name}@${dimension}`)),
    ...(wanted.deadlines ? ['deadlines@all'] : []),
  ];
}

/** Days if all groups start at days of the rollups' zone, intervals if they start at intervals, else undefined. */
function grainFor({ by, period }: MetricsQuery, zone: string): Grain | undefined {
  const time = timeOf(by);
  if (time.kind === 'total') return 'days';
  if (time.kind === 'buckets') {
    const inner = time.buckets.slice(1).map(({ start }) => start);
    if (inner.every((start) => startOfDay(zone, localDay(zone, start)) === start)) return 'days';
    return inner.every((start) => start % INTERVAL_SECONDS === 0) ? 'intervals' : undefined;
  }
  return hasEvenHours(time.zone, period) ? 'intervals' : undefined;
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
