import type { Metric } from '../catalogue/metric.ts';
import { invalidInput } from '../error-list.ts';
import { requestErrors } from '../field-errors.ts';
import type { Filter } from '../query/query.ts';
import type { WeekStart } from '../time/calendar-units.ts';
import type { Period } from '../time/period.ts';
import { columnsOf, type Columns, type MetricColumn } from './columns.ts';
import { comparedPeriod } from './comparison.ts';
import { cursorTime } from './cursor.ts';
import { filterOf } from './filter.ts';
import { type Having, havingOf } from './having.ts';
import { Mistakes } from './mistakes.ts';
import { checkNames } from './names.ts';
import { type Order, orderOf } from './order.ts';
import { type Clock, type ResolvedPeriod, resolvedPeriod } from './period.ts';
import { type INCLUDED, type QueryRequest, queryRequest } from './request.ts';

const DEFAULT_LIMIT = 100;

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
  /** The cursor of the page before. */
  after: string | undefined;
  /** The query as understood, in the form of a request. Asked again, its figures are the same. */
  understood: Understood;
}

export type Understood = ReturnType<typeof understoodOf>;

/** Who asks, when, and what metrics there are besides those of the catalogue. */
export interface AskingContext {
  tenant: { timeZone: string };
  now: number;
  own: readonly Metric[];
}

/** Reads a query as it was sent. Throws InvalidInput that lists all that is wrong with it. */
export function normalise({ tenant, now: asked, own }: AskingContext, sent: unknown): NormalisedQuery {
  const mistakes = new Mistakes();
  checkNames(sent, own, mistakes);
  const { data: request, error } = queryRequest.safeParse(sent);
  if (error) mistakes.found.push(...requestErrors(error.issues).listed);
  if (!request || mistakes.found.length > 0) throw invalidInput('The query', mistakes.found);

  const now = (request.after && cursorTime(request.after)) || asked;
  const { time_zone: zone = tenant.timeZone, week_start: weekStart = 'monday' } = request;
  const clock: Clock = { now, zone, weekStart };
  const columns = columnsOf(request, own, mistakes);
  const having = havingOf(request.having ?? [], columns, mistakes);
  const order = orderOf(request.order ?? [], columns, mistakes);
  const resolved = mistakes.attempt(() => resolvedPeriod(request.period ?? {}, clock));
  const compared =
    resolved && request.compare && mistakes.attempt(() => comparedPeriod(request.compare!, resolved, clock));
  if (!resolved || mistakes.found.length > 0) throw invalidInput('The query', mistakes.found);

  const { include = [], limit = DEFAULT_LIMIT, precision, format = 'json' } = request;
  const { filters = [], after } = request;
  return {
    columns,
    filter: filterOf(filters),
    having,
    period: resolved.period,
    compared: compared ?? undefined,
    weekStart,
    order,
    limit,
    includes: (part) => include.includes(part),
    isExact: precision === 'exact',
    format,
    now,
    after: after ?? undefined,
    understood: understoodOf(request, { columns, order, resolved, clock, limit }),
  };
}

function understoodOf(
  request: QueryRequest,
  { columns, order, resolved, clock, limit }: Pick<NormalisedQuery, 'columns' | 'order' | 'limit'> & {
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

function understoodMetric({ name, metric, stat }: MetricColumn) {
  return { metric: metric.name, ...(stat !== undefined && { stat }), as: name };
}

