import { BOUNDS } from '../bounds.ts';
import { type DimensionsOwner, memberDimensionsOf } from '../catalogue/dimensions.ts';
import { invalidInput } from '../error-list.ts';
import { requestErrors } from '../field-errors.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { type Columns, columnsOf, type Defined } from './columns.ts';
import { comparedPeriod } from './comparison.ts';
import { cursorTime, placeAfter } from './cursor.ts';
import { filterOf } from './filter.ts';
import { havingOf } from './having.ts';
import { Mistakes } from './mistakes.ts';
import { checkNames } from './names.ts';
import { type NormalisedQuery, understoodOf } from './normalised-query.ts';
import { orderOf } from './order.ts';
import { type Clock, resolvedPeriod } from './period.ts';
import { queryRequest } from './request.ts';

const DEFAULT_LIMIT = 100;

/** Who asks, when, and what the tenant has defined. */
export interface AskingContext extends Defined {
  tenant: { timeZone: string } & DimensionsOwner;
  now: number;
  readonly keys: TenantKeys;
}

/** Reads a query as it was sent. Throws InvalidInput that lists all that is wrong with it. */
export function normalise(context: AskingContext, sent: unknown): NormalisedQuery {
  const { tenant, now: asked, own } = context;
  const mistakes = new Mistakes();
  checkNames(sent, { own, members: memberDimensionsOf(tenant) }, mistakes);
  const { data: request, error } = queryRequest.safeParse(sent);
  if (error && mistakes.found.length === 0) throw invalidInput('The query', requestErrors(error.issues));
  if (error) mistakes.found.push(...requestErrors(error.issues).listed);
  if (!request || mistakes.found.length > 0) throw invalidInput('The query', mistakes.found);

  const now = (request.after && cursorTime(request.after)) || asked;
  const { time_zone: zone = tenant.timeZone, week_start: weekStart = 'monday' } = request;
  const clock: Clock = { now, zone, weekStart };
  const columns = columnsOf(request, context, mistakes);
  const having = havingOf(request.having ?? [], columns, mistakes);
  const order = orderOf(request.order ?? [], columns, mistakes);
  const resolved = mistakes.attempt(() => resolvedPeriod(request.period ?? {}, clock));
  const compared =
    resolved && request.compare && mistakes.attempt(() => comparedPeriod(request.compare!, resolved, clock));
  if (request.compare) checkCompared(columns, mistakes);
  const { include = [], limit = DEFAULT_LIMIT, precision, format = 'json' } = request;
  if (include.includes('records') && format === 'json') checkLinks(limit, columns, mistakes);
  if (!resolved || mistakes.found.length > 0) throw invalidInput('The query', mistakes.found);

  const understood = understoodOf(request, { columns, order, resolved, clock, limit });
  const after =
    typeof request.after === 'string'
      ? placeAfter(context.keys, { understood, cursor: request.after }, mistakes)
      : undefined;
  if (mistakes.found.length > 0) throw invalidInput('The query', mistakes.found);
  return {
    columns,
    filter: filterOf(request.filters ?? []),
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
    after,
    understood,
  };
}

/** The moment of the query has none before it to compare with. */
function checkCompared({ metrics }: Columns, mistakes: Mistakes): void {
  const names = metrics.filter(({ metric }) => metric.attribution === 'now').map(({ metric }) => metric.name);
  if (names.length === 0) return;
  mistakes.add(
    'compare',
    `Not accepted with ${names.join(', ')}, which have no period. Ask for them in a query by themselves.`,
  );
}

/** Each link to records is sealed, which takes time. */
function checkLinks(limit: number, { metrics }: Columns, mistakes: Mistakes): void {
  const most = Math.floor(BOUNDS.recordLinks.value / metrics.length);
  if (limit <= most) return;
  mistakes.add(
    'limit',
    `Must be at most ${most.toLocaleString('en-US')} with include records and this number of metrics.`,
  );
}
