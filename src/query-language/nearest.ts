import { BOUNDS } from '../bounds.ts';
import { dimensionRefusal, metricRefusal } from '../catalogue/combinable.ts';
import { InvalidInput, Unprocessable } from '../errors.ts';
import type { DimensionName } from '../rollups/dimensions.ts';
import { dateOfDay } from '../time/dates.ts';
import { type AskingContext, normalise } from './normalise.ts';
import type { NormalisedQuery, Understood } from './normalised-query.ts';
import { builtRollups, planned } from './planned.ts';

const MOST = 3;
const MOST_READS = BOUNDS.queryReads.value;

/** A query that is like another one, but served from rollups. */
interface Nearest {
  /** How it differs, as a sentence. */
  change: string;
  query: Understood;
}

/** A query that is not answered, by its name in a request for several, and why. */
interface Refused {
  name: string;
  query: NormalisedQuery;
  reason: string;
  /** Further fields of the problem. */
  details?: Readonly<Record<string, unknown>>;
}

/** A change of a query. */
interface Step {
  change: string;
  applied(query: Understood): Understood;
}

/**
 * The refusal of a query that has too much to read, with `details`: the nearest queries that rollups answer whatever the volume,
 * and the combination of dimensions that would have to be declared for this one.
 */
export function beyondFacts(
  context: AskingContext,
  { name, query, reason, details = {} }: Refused,
): Unprocessable {
  const steps = stepsOf(query);
  const single = steps.map((step) => [step]);
  const pairs = steps.flatMap((a, index) => steps.slice(index + 1).map((b) => [a, b]));
  const found = served(context, query, single);
  const nearest = found.length > 0 ? found : served(context, query, pairs);
  const dimensions = dimensionsOf(query);
  const combinable = query.columns.metrics.filter(({ metric }) => !metricRefusal(metric, dimensions));
  const metrics = [...new Set(combinable.map(({ metric }) => metric.name))];
  const isDeclarable =
    (dimensions.length === 2 || dimensions.length === 3) &&
    metrics.length > 0 &&
    !dimensions.some(dimensionRefusal);
  return new Unprocessable(name === '' ? reason : `queries.${name}: ${reason}`, {
    ...details,
    nearest,
    ...(isDeclarable && { combination: { dimensions, metrics } }),
  });
}

/** The dimensions with members by which a query groups or filters. */
function dimensionsOf({ columns, filter }: NormalisedQuery): DimensionName[] {
  return [...new Set([...columns.members, ...(Object.keys(filter) as DimensionName[])])];
}

function served(
  context: AskingContext,
  { understood }: NormalisedQuery,
  candidates: readonly (readonly Step[])[],
): Nearest[] {
  const nearest: Nearest[] = [];
  for (const steps of candidates) {
    const changed = steps.reduce<Understood>((query, step) => step.applied(query), {
      ...understood,
      after: null,
    });
    const query = attempt(() => normalise(context, tidy(changed)));
    if (!query) continue;
    const { plan, rows } = planned(query, builtRollups(context.tenant));
    if (plan !== 'rollups' || rows > MOST_READS) continue;
    nearest.push({ change: steps.map(({ change }) => change).join(' '), query: query.understood });
    if (nearest.length === MOST) break;
  }
  return nearest;
}

/** Undefined if nothing is left of a query, such as no metric. */
function attempt(make: () => NormalisedQuery): NormalisedQuery | undefined {
  try {
    return make();
  } catch (error) {
    if (error instanceof InvalidInput) return undefined;
    throw error;
  }
}

/** Without the order and conditions that name columns which are left out. */
function tidy(query: Understood): Understood {
  const metrics = query.metrics.map((column) => column.as);
  const names = [...metrics, ...query.dimensions.map((name) => name.replace(/^time:.*/, 'time'))];
  return {
    ...query,
    order: query.order.filter(({ by }) => names.includes(by)),
    having: query.having.filter(({ metric }) => metrics.includes(metric)),
  };
}

function stepsOf({ understood, columns, period }: NormalisedQuery): Step[] {
  const { grain } = columns;
  const isFine = grain === '15m' || grain === '30m' || grain === 'hour';
  const dates = { from: dateOfDay(period.fromDay), to: dateOfDay(period.toDay) };
  const isOfDates = dates.from === understood.period.from && dates.to === understood.period.to;
  return [
    ...(isOfDates ? [] : [{ change: 'Whole dates.', applied: withPeriod(dates) }]),
    ...(isFine ? [{ change: 'By day.', applied: byDay }] : []),
    ...understood.dimensions.map((name) => ({
      change: `Without the dimension ${name}.`,
      applied: without('dimensions', (each: string) => each === name),
    })),
    ...understood.filters.map((filter) => ({
      change: `Without the filter on ${filter.dimension}.`,
      applied: without('filters', (each: unknown) => each === filter),
    })),
    ...understood.metrics.map((column) => ({
      change: `Without the metric ${column.as}.`,
      applied: without('metrics', (each: unknown) => each === column),
    })),
  ];
}

const withPeriod =
  (period: Understood['period']) =>
  (query: Understood): Understood => ({ ...query, period });

function byDay(query: Understood): Understood {
  return { ...query, dimensions: query.dimensions.map((name) => name.replace(/^time:.*/, 'time:day')) };
}

function without<Item>(list: 'dimensions' | 'filters' | 'metrics', isLeftOut: (item: Item) => boolean) {
  return (query: Understood): Understood => ({
    ...query,
    [list]: (query[list] as Item[]).filter((item) => !isLeftOut(item)),
  });
}
