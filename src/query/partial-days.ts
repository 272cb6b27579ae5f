import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { baseMeasureNamed, type IntervalColumn } from '../rollups/base-measures.ts';
import type { RollupColumn } from '../rollups/codec.ts';
import type { RollupDimensionName } from '../rollups/dimensions.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import { histogramOf, isOverdue } from './measures/measure.ts';
import type { MeasureInput } from './measures.ts';
import type { MetricsQuery } from './query.ts';

/** Rollup rows of one member over a range of days, inclusive. */
export interface RowsNeed {
  dimension: RollupDimensionName;
  member: string;
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
 * Plans how partial days are read from intervals. Returns undefined if an input is a percentile, or if a day in the
 * rollups' zone does not start at an interval (historic local mean times).
 */
export function partialDaysOf(
  { period, inputs }: MetricsQuery,
  { dimension, member }: Pick<RowsNeed, 'dimension' | 'member'>,
  factSpans: readonly Span[],
  zone: string,
): PartialDays | undefined {
  const columns = intervalColumnsOf(inputs);
  const days = new Set(
    factSpans.flatMap(({ start, end }) => [localDay(zone, start), localDay(zone, end - 1)]),
  );
  const areAligned = [...days].every(
    (day) => isIntervalStart(startOfDay(zone, day)) && isIntervalStart(startOfDay(zone, day + 1)),
  );
  if (!columns || !areAligned) return undefined;
  return {
    rows: [...days].map((day) => ({ dimension, member, columns, read: { first: day, last: day } })),
    facts: partialIntervals(period),
    needs: inputs.flatMap((input) => {
      const intervals = baseMeasureNamed(input)?.intervals;
      return intervals ? [`${intervals}:${input}`] : [];
    }),
  };
}

function intervalColumnsOf(inputs: readonly MeasureInput[]): ReadonlySet<RollupColumn> | undefined {
  const columns = new Set<IntervalColumn | 'deadlines'>();
  for (const input of inputs) {
    if (histogramOf(input)) return undefined;
    const intervals = baseMeasureNamed(input)?.intervals;
    if (intervals) columns.add(intervals);
    if (isOverdue(input)) columns.add('deadlines');
  }
  return columns;
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
