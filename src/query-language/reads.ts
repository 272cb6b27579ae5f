import { inputsOfMeasure, type Measure, type MeasureInput, type Values } from '../query/measures.ts';
import { type Filter, type Grouping, type MetricsQuery, type QueryResult, valuesIn } from '../query/query.ts';
import type { Period } from '../time/period.ts';
import type { MetricColumn } from './columns.ts';
import { withBoth } from './filter.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

/** What is read of one period: the result of each metric, by its position. */
export interface PeriodReads {
  axis: TimeAxis;
  rows: readonly number[];
  /** Only if totals are asked for. */
  totals: readonly number[] | undefined;
}

/** What a query reads: positions in a list of metrics queries. */
export interface Reads {
  current: PeriodReads;
  compared: PeriodReads | undefined;
}

/**
 * Adds the metrics queries of a query to `queries`. Each metric is read by itself, so that its values never depend on
 * what else is asked; metrics with the same inputs share one. Totals are queries of their own.
 */
export function addReads(query: NormalisedQuery, queries: MetricsQuery[]): Reads {
  const { period, compared } = query;
  return {
    current: readsOf(query, period, queries),
    compared: compared && readsOf(query, compared, queries),
  };
}

function readsOf(query: NormalisedQuery, period: Period, queries: MetricsQuery[]): PeriodReads {
  const { columns, weekStart } = query;
  const axis = timeAxis(period, columns.grain, weekStart);
  const by: Grouping =
    columns.members.length > 0 ? { kind: 'cells', of: columns.members, time: axis.grouping } : axis.grouping;
  const rows = readEach(query, period, by, queries);
  if (!query.includes('totals') || query.format === 'csv') return { axis, rows, totals: undefined };
  const totals = by.kind === 'total' ? rows : readEach(query, period, { kind: 'total' }, queries);
  return { axis, rows, totals };
}

function readEach(
  { columns, filter, now }: NormalisedQuery,
  period: Period,
  by: Grouping,
  queries: MetricsQuery[],
): number[] {
  const known = new Map<string, number>();
  return columns.metrics.map((column) => {
    const inputs = inputsOfMeasure(column.measure);
    const key = `${[...inputs].sort().join()} ${column.metric.filter ? column.metric.name : ''}`;
    const index = known.get(key) ?? queries.push(queryOf(column, inputs, { period, by, filter, now })) - 1;
    known.set(key, index);
    return index;
  });
}

function queryOf(
  { metric }: MetricColumn,
  inputs: readonly MeasureInput[],
  { period, by, filter, now }: { period: Period; by: Grouping; filter: Filter; now: number },
): MetricsQuery {
  return {
    inputs,
    period,
    by,
    filter: metric.filter ? withBoth(filter, metric.filter) : filter,
    ...(metric.dependsOnClock && { now }),
  };
}

/** The results that belong to positions. */
export function resultsAt(positions: readonly number[], results: readonly QueryResult[]): QueryResult[] {
  return positions.map((position) => results[position]!);
}

/** The values of totals. */
export function totalsAt(positions: readonly number[], results: readonly QueryResult[]): Values[] {
  return resultsAt(positions, results).map((result) => valuesIn(result));
}

/** Whether a group has anything that a measure is made of. */
export function hasData(measure: Measure, values: Values): boolean {
  return inputsOfMeasure(measure).some((input) => values(input) !== 0);
}
