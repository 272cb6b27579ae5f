import type { Filter } from '../query/query.ts';
import type { WeekStart } from '../time/calendar-units.ts';
import type { Period } from '../time/period.ts';
import type { Columns, MetricColumn } from './columns.ts';
import type { Having } from './having.ts';
import type { Order, Placed } from './order.ts';
import type { Clock, ResolvedPeriod } from './period.ts';
import type { INCLUDED, QueryRequest } from './request.ts';

/** A query with every default filled in and every name resolved. */
export interface NormalisedQuery {
  columns: Columns;
  filter: Filter;
  having: readonly Having[];
  period: Period;
  /** The period to compare with, if any. */
  compared: Period | undefined;
  weekStart: WeekStart;
  order: readonly Order[];
  limit: number;
  includes(part: (typeof INCLUDED)[number]): boolean;
  isExact: boolean;
  format: 'json' | 'csv';
  /** The time that the query is answered as of, seconds UTC: that of its first page. */
  now: number;
  /** The last row of the page before, if there is one. */
  after: Placed | undefined;
  /** The query as understood, in the form of a request. Asked again, its figures are the same. */
  understood: Understood;
}

export type Understood = ReturnType<typeof understoodOf>;

/** The query as understood, in the form of a request. */
export function understoodOf(
  request: QueryRequest,
  {
    columns,
    order,
    resolved,
    clock,
    limit,
  }: Pick<NormalisedQuery, 'columns' | 'order' | 'limit'> & {
    resolved: ResolvedPeriod;
    clock: Clock;
  },
) {
  const { filters = [], having = [], compare = null, include = [], after = null } = request;
  const { precision = 'rounded' as const, format = 'json' as const } = request;
  return {
    metrics: columns.metrics.map(understoodMetric),
    dimensions: columns.dimensions.map((name) => (name === 'time' ? `time:${columns.grain}` : name)),
    filters,
    having,
    period: { from: resolved.from, to: resolved.to },
    time_zone: clock.zone,
    week_start: clock.weekStart,
    compare,
    order: order.map(({ by, direction }) => ({ by, direction })),
    limit,
    after,
    include: [...new Set(include)].sort(),
    precision,
    format,
  };
}

function understoodMetric({ name, metric, stat, args }: MetricColumn) {
  return { metric: metric.name, ...(stat !== undefined && { stat }), ...(args && { args }), as: name };
}
