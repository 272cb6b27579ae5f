import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { baseMeasureNamed, type IntervalColumn } from '../rollups/base-measures.ts';
import { columnsOf, type RollupColumn } from '../rollups/codec.ts';
import type { RollupDimensionName } from '../rollups/dimensions.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import type { MeasureInput } from './measures.ts';
import type { Place } from './places.ts';
import type { MetricsQuery } from './query.ts';

/** Rollup rows of members of one dimension over a range of days, inclusive. */
export interface RowsNeed {
  dimension: RollupDimensionName;
  members: readonly string[];
  /** −1 if their values are subtracted. */
  sign: 1 | -1;
  columns: ReadonlySet<RollupColumn>;
  read: { first: number; last: number };
}

/** How the partial days of a period are read: whole intervals from rollups, the rest from facts. */
export interface PartialDays {
  rows: readonly RowsNeed[];
  /** At most two spans, each shorter than an interval. */
  facts: readonly Span[];
  /** Layout names that the generation must contain. */
  needs: readonly string[];
}

/**
 * Plans how partial days are read from intervals. Returns undefined if there are none, if an input is not stored by
 * interval, or if a day in the rollups' zone does not start at an interval (historic local mean times).
 */
export function partialDaysOf(
  { period, inputs }: MetricsQuery,
  place: Place,
  factSpans: readonly Span[],
  zone: string,
): PartialDays | undefined {
  const columns = intervalColumnsOf(place, inputs);
  const days = new Set(
    factSpans.flatMap(({ start, end }) => [localDay(zone, start), localDay(zone, end - 1)]),
  );
  const areAligned = [...days].every(
    (day) => isIntervalStart(startOfDay(zone, day)) && isIntervalStart(startOfDay(zone, day + 1)),
  );
  if (factSpans.length === 0 || !columns || !areAligned) return undefined;
  return {
    // What is counted by date, and customers, are in no interval.
    rows: (columns.size === 0 ? [] : place.leads).flatMap((lead) =>
      [...days].map((day) => ({ ...lead, columns, read: { first: day, last: day } })),
    ),
    facts: partialIntervals(period),
    needs: intervalNeedsOf(place, inputs),
  };
}

/** The columns that hold the inputs of a place by interval; undefined if an input is kept by whole days only. */
export function intervalColumnsOf(
  { breakdown, wanted }: Place,
  inputs: readonly MeasureInput[],
): ReadonlySet<RollupColumn> | undefined {
  if (wanted.histograms.length > 0) return undefined;
  const counted = inputs.filter((input) => baseMeasureNamed(input)?.dated === false);
  const deadlines: RollupColumn[] = wanted.deadlines ? ['deadlines'] : [];
  if (breakdown) {
    const [, intervals] = columnsOf(breakdown);
    return intervals && new Set([intervals, ...deadlines]);
  }
  const columns = counted.map((input) => baseMeasureNamed(input)!.intervals);
  return columns.includes(undefined) ? undefined : new Set([...(columns as IntervalColumn[]), ...deadlines]);
}

/** The layout names of these columns. */
export function intervalNeedsOf({ leads, breakdown }: Place, inputs: readonly MeasureInput[]): string[] {
  if (breakdown) return leads.map(({ dimension }) => `${breakdown.name}_intervals@${dimension}`);
  return inputs.flatMap((input) => {
    const intervals = baseMeasureNamed(input)?.intervals;
    return intervals ? [`${intervals}:${input}`] : [];
  });
}

function isIntervalStart(at: number): boolean {
  return at % INTERVAL_SECONDS === 0;
}

function partialIntervals({ start, end }: Span): Span[] {
  const first = Math.ceil(start / INTERVAL_SECONDS) * INTERVAL_SECONDS;
  const last = Math.floor(end / INTERVAL_SECONDS) * INTERVAL_SECONDS;
  if (first > last) return [{ start, end }];
  return [
    { start, end: first },
    { start: last, end },
  ].filter((span) => span.start < span.end);
}
