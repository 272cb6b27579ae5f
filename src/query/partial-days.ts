import type { Span } from '../facts/events-between.ts';
import { INTERVAL_SECONDS } from '../rollups/accumulator.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import { type Breakdown, isDated } from '../rollups/breakdowns.ts';
import { cellHistogramsOf } from '../rollups/cell-histograms.ts';
import { columnsByDirection, intervalsOf, type RollupColumn } from '../rollups/columns.ts';
import type { Direction } from '../rollups/dimensions.ts';
import type { HistogramName } from '../rollups/histograms.ts';
import { localDay, startOfDay } from '../time/zones.ts';
import type { MeasureInput } from './measures.ts';
import type { Lead, Place } from './places.ts';

/** Rollup rows over a range of days, inclusive. */
export interface RowsNeed extends Lead {
  columns: ReadonlySet<RollupColumn>;
  read: { first: number; last: number };
  /** The directions to split each row into; absent for whole rows. */
  sides?: readonly Direction[];
}

/** How the partial days of a period are read: whole intervals from rollups, the rest from facts. */
export interface PartialDays {
  rows: readonly RowsNeed[];
  /** At most two spans, each shorter than an interval. */
  facts: readonly Span[];
}

/**
 * Plans how partial days are read from intervals. Returns undefined if a place has no intervals, or if a day in the
 * rollups' zone does not start at an interval (historic local mean times).
 */
export function partialDaysOf(
  place: Place,
  period: Span,
  partialSpans: readonly Span[],
  zone: string,
): PartialDays | undefined {
  // What is counted by date belongs to every day that the period touches as a whole.
  if (place.breakdown && isDated(place.breakdown)) return { rows: [], facts: [] };
  const columns = intervalColumnsOf(place);
  const days = new Set(
    partialSpans.flatMap(({ start, end }) => [localDay(zone, start), localDay(zone, end - 1)]),
  );
  const areAligned = [...days].every(
    (day) => isIntervalStart(startOfDay(zone, day)) && isIntervalStart(startOfDay(zone, day + 1)),
  );
  if (!columns || !areAligned) return undefined;
  return {
    // What is counted by date has no interval.
    rows: (columns.size === 0 ? [] : place.leads).flatMap((lead) =>
      [...days].map((day) => rowsOf(place, lead, columns, { first: day, last: day })),
    ),
    facts: partialSpans.length === 0 ? [] : partialIntervals(period),
  };
}

/** The columns that hold the inputs of a place by interval; undefined if it is kept by whole days only. */
export function intervalColumnsOf(place: Place): ReadonlySet<RollupColumn> | undefined {
  const { breakdown, wanted } = place;
  if (breakdown && isDated(breakdown)) return undefined;
  const { baseMeasures, histograms, customers, neighbours, deadlines } = wanted;
  const own = (): RollupColumn[] => [
    ...baseMeasures.flatMap((baseMeasure) => baseMeasureNamed(baseMeasure)!.intervals ?? []),
    ...histograms.map((name) => `${name}_intervals` as const),
  ];
  return sidedColumns(place, [
    ...(breakdown ? cellColumnsOf(breakdown, baseMeasures, histograms) : own()),
    ...(customers || neighbours ? ['customer_intervals' as const] : []),
    ...(deadlines ? ['deadlines' as const] : []),
  ]);
}

/** The columns to read at a place: by direction if it tells directions apart. */
export function sidedColumns({ sides }: Place, columns: readonly RollupColumn[]): ReadonlySet<RollupColumn> {
  return sides ? columnsByDirection(new Set(columns)) : new Set(columns);
}

/** The rows of a lead of a place. */
export function rowsOf(
  { sides }: Place,
  lead: Lead,
  columns: ReadonlySet<RollupColumn>,
  read: RowsNeed['read'],
): RowsNeed {
  return { ...lead, columns, read, ...(sides && { sides }) };
}

function cellColumnsOf(
  breakdown: Breakdown,
  baseMeasures: readonly MeasureInput[],
  histograms: readonly HistogramName[],
): RollupColumn[] {
  return [
    ...(baseMeasures.length > 0 ? [intervalsOf(breakdown)] : []),
    ...histogramColumnsOf(breakdown, histograms),
  ];
}

/** The columns of histograms of a breakdown's cells. They are kept by interval, for whole days too. */
export function histogramColumnsOf(
  breakdown: Breakdown,
  histograms: readonly HistogramName[],
): RollupColumn[] {
  return cellHistogramsOf(breakdown).flatMap(({ histogram, column }) =>
    histograms.includes(histogram.name) ? [column] : [],
  );
}

function isIntervalStart(at: number): boolean {
  return at % INTERVAL_SECONDS === 0;
}

/** The whole intervals of a span, in seconds UTC; empty if `start` >= `end`. */
export function wholeIntervals({ start, end }: Span): Span {
  return {
    start: Math.ceil(start / INTERVAL_SECONDS) * INTERVAL_SECONDS,
    end: Math.floor(end / INTERVAL_SECONDS) * INTERVAL_SECONDS,
  };
}

function partialIntervals({ start, end }: Span): Span[] {
  const whole = wholeIntervals({ start, end });
  if (whole.start > whole.end) return [{ start, end }];
  return [
    { start, end: whole.start },
    { start: whole.end, end },
  ].filter((span) => span.start < span.end);
}
