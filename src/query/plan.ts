import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS, intervalOf } from '../rollups/accumulator.ts';
import { baseMeasureNamed, INTERVAL_COLUMNS } from '../rollups/base-measures.ts';
import { isDated as isDatedBreakdown } from '../rollups/breakdowns.ts';
import { isByDirection, type RollupColumn } from '../rollups/columns.ts';
import { type Combination, isCombination } from '../rollups/combinations.ts';
import { OUTBOUND, RETURNS } from '../rollups/schema.ts';
import { localDay, startOfDay, stretchesBetween } from '../time/zones.ts';
import { isNowInput } from './measures/now-inputs.ts';
import { isOpenInput } from './measures/open-inputs.ts';
import type { MeasureInput } from './measures.ts';
import { type NowNeed, nowNeed } from './merge-now.ts';
import { openInstants } from './merge-open.ts';
import {
  histogramColumnsOf,
  intervalColumnsOf,
  type PartialDays,
  partialDaysOf,
  type RowsNeed,
  rowsOf,
  sidedColumns,
} from './partial-days.ts';
import { EVERY, type Place, placesOf } from './places.ts';
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
  /** The rows of partial days, of which whole intervals are read. */
  intervalRows: readonly RowsNeed[];
  /** Rows of the days after the period, if calls that follow its own count. */
  followingRows: readonly RowsNeed[];
  /** The rest of the period, which is read from facts: less than an interval at its start and end. */
  factSpans: readonly Span[];
  /** Layout names that the generation must contain. */
  needs: readonly string[];
}

/** Used if no rollups cover the query: reads all facts of the period, up to a limit. */
export interface FactsPlan {
  source: 'facts';
  factSpans: readonly Span[];
  /** The instants at which open interactions are counted; absent if none are. */
  open?: readonly number[];
  /** What is read of the moment of the query; absent if nothing is. */
  now?: NowNeed;
  /** Calendar days whose daily counters are read; absent if no input needs them. */
  dated?: WholeDays;
}

export type Plan = RollupPlan | FactsPlan;

/**
 * Plans which rollup rows and facts answer a query. `zone` is that of the rollups, `combinations` those that they have.
 * Pure.
 */
export function planFor(query: MetricsQuery, zone: string, combinations: readonly Combination[] = []): Plan {
  if (query.inputs.some((input) => isOpenInput(input) || isNowInput(input))) return factsPlan(query);
  const grain = grainFor(query, zone);
  if (!grain) return factsPlan(query);
  const whole = wholeDays(query, zone);
  const spans = partialSpansOf(query, zone, whole);
  for (const place of placesOf(query, combinations)) {
    const partial =
      serves(place, query, grain) && comparesIntervals(place, query, zone, whole)
        ? partialDaysOf(place, query.period, spans, zone)
        : undefined;
    if (partial) return rollupPlan(query, place, { grain, whole, partial, isRagged: spans.length > 0, zone });
  }
  return factsPlan(query);
}

interface Found {
  grain: Grain;
  whole: WholeDays;
  partial: PartialDays;
  isRagged: boolean;
  zone: string;
}

function rollupPlan(
  { inputs, period }: MetricsQuery,
  place: Place,
  { grain, whole, partial, isRagged, zone }: Found,
): RollupPlan {
  const read = inputs.some(isDated)
    ? { first: Math.min(whole.first, period.fromDay), last: Math.max(whole.last, period.toDay) }
    : whole;
  const columns = dayColumns(place, grain, isRagged);
  const rows = place.leads.map((lead) => rowsOf(place, lead, columns, read));
  return {
    source: 'rollups',
    place,
    grain,
    dayRows: rows,
    whole,
    intervalRows: partial.rows,
    followingRows: followingRows(place, period, zone),
    factSpans: partial.facts,
    needs: needsOf(place, new Set([...columns, ...partial.rows.flatMap((each) => [...each.columns])])),
  };
}

/** Plans whole days as `planFor` does, and reads partial days from facts, for rows that omit them; else all facts. */
export function wholeDaysPlan(query: MetricsQuery, zone: string, combinations: readonly Combination[]): Plan {
  const plan = planFor(query, zone, combinations);
  if (
    plan.source === 'facts' ||
    plan.grain === 'intervals' ||
    plan.place.wanted.customers ||
    plan.place.wanted.neighbours
  )
    return factsPlan(query);
  return { ...plan, intervalRows: [], factSpans: partialSpansOf(query, zone, plan.whole) };
}

/** Plans to read the facts of the whole period. */
export function factsPlan(query: MetricsQuery): FactsPlan {
  const { period, partOf = period, inputs } = query;
  const now = nowNeed(query);
  if (now) return { source: 'facts', factSpans: [], now };
  if (inputs.some(isOpenInput)) return { source: 'facts', factSpans: [], open: openInstants(query) };
  return {
    source: 'facts',
    factSpans: [{ start: partOf.start, end: partOf.end }],
    ...(inputs.some(isDated) && { dated: { first: period.fromDay, last: period.toDay } }),
  };
}

/** Whether a place holds the values in these groups of time. */
function serves({ leads, breakdown, wanted }: Place, { by, inputs }: MetricsQuery, grain: Grain): boolean {
  const { kind } = timeOf(by);
  const isOne = leads[0]?.members !== EVERY && leads[0]?.members.length === 1;
  if (wanted.customers && !(isOne && (kind === 'total' || kind === 'buckets'))) return false;
  if (breakdown && isDatedBreakdown(breakdown)) return grain === 'days';
  return grain === 'days' || !inputs.some(isDated);
}

/** Whether groups of time begin and end with intervals, if calls are found through the intervals of those after them. */
function comparesIntervals(
  { wanted }: Place,
  { by }: MetricsQuery,
  zone: string,
  { first, last }: WholeDays,
): boolean {
  if (wanted.quartersAfter === 0) return true;
  const time = timeOf(by);
  const inner = time.kind === 'buckets' ? time.buckets.slice(1).map(({ start }) => start) : [];
  const days = first > last ? [] : [startOfDay(zone, first), startOfDay(zone, last + 1)];
  return [...inner, ...days].every((at) => at % INTERVAL_SECONDS === 0);
}

function followingRows(place: Place, { end }: Span, zone: string): RowsNeed[] {
  const { leads, wanted } = place;
  if (wanted.quartersAfter === 0) return [];
  const lastInterval = intervalOf(end - 1) + wanted.quartersAfter;
  const read = {
    first: localDay(zone, end - 1) + 1,
    last: localDay(zone, (lastInterval + 1) * INTERVAL_SECONDS - 1),
  };
  const columns = sidedColumns(place, ['customer_intervals']);
  return leads.filter(({ isOfNone }) => !isOfNone).map((lead) => rowsOf(place, lead, columns, read));
}

function dayColumns(place: Place, grain: Grain, isRagged: boolean): ReadonlySet<RollupColumn> {
  if (grain === 'intervals') return intervalColumnsOf(place)!;
  const { breakdown, wanted, sides } = place;
  const customers = isRagged || sides ? 'customer_intervals' : 'customers';
  return sidedColumns(place, [
    ...(breakdown && wanted.baseMeasures.length > 0 ? [breakdown.name] : []),
    ...(breakdown ? [] : ['base_measures' as const]),
    ...(breakdown ? histogramColumnsOf(breakdown, wanted.histograms) : wanted.histograms),
    ...(wanted.customers ? ([customers] as const) : []),
    ...(wanted.neighbours ? (['customer_intervals'] as const) : []),
    ...(wanted.deadlines ? ['deadlines' as const] : []),
  ]);
}

/** The layout names of the columns that a place reads. */
function needsOf({ leads, breakdown, wanted, sides }: Place, columns: ReadonlySet<RollupColumn>): string[] {
  const names = breakdown
    ? breakdown.baseMeasures.map((baseMeasure) => `${breakdown.name}:${baseMeasure}`)
    : wanted.baseMeasures.map(
        (baseMeasure) => `${baseMeasureNamed(baseMeasure)?.intervals ?? 'base'}:${baseMeasure}`,
      );
  const held = [...columns].filter((column) => !(ALWAYS_HELD.has(column) || isByDirection(column)));
  return [
    ...names,
    ...(sides ? [OUTBOUND] : []),
    ...(wanted.neighbours ? leads.map(({ dimension }) => `${RETURNS}@${dimension}`) : []),
    ...leads.flatMap(({ dimension }) => [
      `dimension:${dimension}`,
      ...(isCombination(dimension) ? [] : held.map((column) => `${column}@${dimension}`)),
    ]),
  ];
}

/** Columns whose base measures the layout names one by one, and a column that all generations have. */
const ALWAYS_HELD: ReadonlySet<RollupColumn> = new Set([...INTERVAL_COLUMNS, 'base_measures', 'customers']);

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
