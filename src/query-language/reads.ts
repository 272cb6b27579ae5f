import { endsNow, untilNow } from '../query/agent-time-inputs.ts';
import { inputsOfMeasure, type Values } from '../query/measures.ts';
import { sharedQueries } from '../query/planned-cost.ts';
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
 * Adds the metrics queries of a query to `queries`. Each metric is planned by itself, so that its values never depend on
 * what else is asked; only metrics that are read from the same place share a query. Totals are queries of their own.
 * `zone` is that of the rollups.
 */
export function addReads(query: NormalisedQuery, queries: MetricsQuery[], zone: string): Reads {
  const { period, compared } = query;
  const readsIn = (each: Period) => readsOf(query, each, { queries, zone });
  return { current: readsIn(period), compared: compared && readsIn(compared) };
}

interface Target {
  queries: MetricsQuery[];
  zone: string;
}

function readsOf(query: NormalisedQuery, period: Period, target: Target): PeriodReads {
  const { columns, weekStart } = query;
  const axis = timeAxis(period, columns.grain, weekStart);
  const by: Grouping =
    columns.members.length > 0 ? { kind: 'cells', of: columns.members, time: axis.grouping } : axis.grouping;
  const rows = readEach(query, { period, by }, target);
  if (!query.includes('totals') || query.format === 'csv') return { axis, rows, totals: undefined };
  const totals = by.kind === 'total' ? rows : readEach(query, { period, by: { kind: 'total' } }, target);
  return { axis, rows, totals };
}

type Groups = Pick<MetricsQuery, 'period' | 'by'>;

/** Metrics of one's own may have a filter, and then share with none. */
function readEach(
  { columns, filter, now }: NormalisedQuery,
  groups: Groups,
  { queries, zone }: Target,
): number[] {
  const wanted = columns.metrics.map((column) => ({
    column,
    query: queryOf(column, { ...groups, filter, now }),
  }));
  const positions = new Map<MetricColumn, number>();
  for (const [, sharing] of Map.groupBy(wanted, ({ column: { metric } }) => metric.filter && metric.name)) {
    const { shared, indexes } = sharedQueries(
      sharing.map(({ query }) => query),
      zone,
    );
    const first = queries.push(...shared) - shared.length;
    for (const [index, { column }] of sharing.entries()) positions.set(column, first + indexes[index]!);
  }
  return columns.metrics.map((column) => positions.get(column)!);
}

function queryOf(
  { metric, measure }: MetricColumn,
  { period, by, filter, now }: Groups & { filter: Filter; now: number },
): MetricsQuery {
  const inputs = inputsOfMeasure(measure);
  return {
    inputs,
    period: endsNow(inputs) ? untilNow(period, now) : period,
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
