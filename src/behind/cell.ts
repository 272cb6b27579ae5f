import type { Span } from '../facts/events-between.ts';
import { histogramsOf, isWaitsWithin } from '../query/measures/histogram-inputs.ts';
import { type Fraction, inputsOfMeasure, type Measure } from '../query/measures.ts';
import { type Filter, type MetricsQuery, type TimeGrouping, TOTAL } from '../query/query.ts';
import { baseMeasureNamed } from '../rollups/base-measures.ts';
import type { Period } from '../time/period.ts';
import { localDay } from '../time/zones.ts';
import { inputsRankedBy } from './parts.ts';

/** The times of a cell that recur, in local time of `zone`: a group of the `TimeGrouping` of that kind. */
export interface RecurringTime {
  kind: 'hours' | 'weekdays' | 'weekday-hours';
  zone: string;
  /** As groups are named: `9`, `0` for Sunday, `1-9`. */
  value: string;
}

/** One bucket of the period, half-open in seconds UTC. */
export interface SpanTime extends Span {
  kind: 'span';
}

/** A cell of the answer to a query: a metric over a filter, a period and the times of its group. */
export interface Cell {
  /** The name of the metric as the query has it. */
  metric: string;
  measure: Omit<Measure, 'description'>;
  /** The filter of the query, and of each dimension of the row the member that it is of. */
  filter: Filter;
  period: Period;
  /** Absent for all of the period. */
  time?: SpanTime | RecurringTime;
  /** The parts that policies judge, if several do: then `measure` is over their sums. */
  regions?: readonly CellRegion[];
  /** The time at which overdue targets are judged, seconds UTC. */
  now: number;
  /** What the query found, exactly: `fractionOf(measure, …)`. */
  value: Fraction;
}

/** What one policy judges of a cell. */
export type CellRegion = Pick<Cell, 'measure' | 'filter' | 'period'>;

/** A query for the figures of a cell alone. */
export interface CellQuery {
  query: MetricsQuery;
  /** The group of its result that is the cell. */
  group: string;
  /** Everything in the cell is within it. */
  span: Span;
}

const CELL = 'cell';

/**
 * The query for a cell. A bucket is queried as a period of its own, so that nothing else is read. What is counted by date
 * belongs to the bucket in which its date begins, so that it is queried with the whole period.
 */
export function cellQuery({ measure, filter, period, time, now }: Cell): CellQuery {
  const asked = inputsOfMeasure(measure);
  const ranked = asked
    .filter((input) => !isWaitsWithin(input))
    .flatMap(histogramsOf)
    .flatMap((histogram) => inputsRankedBy(histogram));
  const inputs = [...new Set([...asked, ...ranked])];
  const query = { inputs, filter, now };
  if (time === undefined)
    return { query: { ...query, period, by: { kind: 'total' } }, group: TOTAL, span: period };
  if (time.kind !== 'span')
    return {
      query: { ...query, period, by: { kind: time.kind, zone: time.zone } },
      group: time.value,
      span: period,
    };
  const { start, end } = time;
  const isDated = asked.some((input) => baseMeasureNamed(input)?.dated);
  if (isDated)
    return { query: { ...query, period, by: bucketsAround(period, time) }, group: CELL, span: time };
  const { zone } = period;
  const own = { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
  return { query: { ...query, period: own, by: { kind: 'total' } }, group: TOTAL, span: time };
}

function bucketsAround(period: Period, { start, end }: Span): TimeGrouping {
  const buckets = [
    { label: 'before', start: period.start, end: start },
    { label: CELL, start, end },
    { label: 'after', start: end, end: period.end },
  ];
  return {
    kind: 'buckets',
    buckets: buckets.filter((each) => each.start < each.end).map((each) => ({ ...each, isCut: false })),
  };
}
