import { endsNow, untilNow } from '../query/agent-time-inputs.ts';
import { withBoth } from '../query/conditions.ts';
import { inputsOfMeasure, type Measure, type Values } from '../query/measures.ts';
import { sharedQueries } from '../query/planned-cost.ts';
import { type Filter, type Grouping, type MetricsQuery, type QueryResult, valuesIn } from '../query/query.ts';
import type { Period } from '../time/period.ts';
import type { MetricColumn } from './columns.ts';
import { type JudgedPart, judgedTogether, regionsFor } from './judged.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { type TimeAxis, timeAxis } from './time-axis.ts';

/** Where the result of a metric is: at a position, or in the parts that policies judge. */
export type MetricRead = number | readonly JudgedPart[];

/** What is read of one period: where the result of each metric is. */
export interface PeriodReads {
  axis: TimeAxis;
  rows: readonly MetricRead[];
  /** Only if totals are asked for. */
  totals: readonly MetricRead[] | undefined;
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
): MetricRead[] {
  const regions = regionsFor(columns, { period: groups.period, filter });
  const wanted = columns.metrics.flatMap((column): Wanted[] => {
    const { metric, measure, judgedBy } = column;
    if (!judgedBy) {
      const query = queryOf({ metric, measure }, { ...groups, filter, now });
      return [{ column, measure, query, sharing: metric.filter && metric.name }];
    }
    return regions.map(({ rules, ...region }, index) => {
      const judged = judgedBy(rules);
      const query = {
        ...queryOf({ metric, measure: judged }, { ...groups, ...region, now }),
        partOf: groups.period,
      };
      return { column, measure: judged, query, sharing: index };
    });
  });
  const read = new Map<MetricColumn, JudgedPart[]>();
  for (const [, sharing] of Map.groupBy(wanted, (each) => each.sharing)) {
    const { shared, indexes } = sharedQueries(
      sharing.map(({ query }) => query),
      zone,
    );
    const first = queries.push(...shared) - shared.length;
    for (const [index, { column, measure }] of sharing.entries()) {
      const parts = read.get(column) ?? [];
      read.set(column, [...parts, { position: first + indexes[index]!, measure }]);
    }
  }
  return columns.metrics.map((column) => {
    const parts = read.get(column)!;
    return column.judgedBy ? parts : parts[0]!.position;
  });
}

/** A metrics query for a metric, or for the part of it that a policy judges. */
interface Wanted {
  column: MetricColumn;
  measure: Measure;
  query: MetricsQuery;
  /** Only queries that have this in common may become one. */
  sharing: string | number | undefined;
}

function queryOf(
  { metric, measure }: Pick<MetricColumn, 'metric' | 'measure'>,
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

/** The results of metrics. */
export function resultsAt(reads: readonly MetricRead[], results: readonly QueryResult[]): QueryResult[] {
  return reads.map((read) => (typeof read === 'number' ? results[read]! : judgedTogether(read, results)));
}

/** The positions of everything that is read. */
export function positionsOf({ current, compared }: Reads): number[] {
  return [current, compared]
    .flatMap((each) => (each ? [...each.rows, ...(each.totals ?? [])] : []))
    .flatMap((read) => (typeof read === 'number' ? [read] : read.map(({ position }) => position)));
}

/** The values of totals. */
export function totalsAt(reads: readonly MetricRead[], results: readonly QueryResult[]): Values[] {
  return resultsAt(reads, results).map((result) => valuesIn(result));
}
