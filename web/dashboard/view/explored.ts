import type { AskedMetric, Filter, Query } from '../api/query.ts';
import { COMPARISONS, type Comparison, comparisonOf, scopeOf, type View } from './view.ts';

/** What the Explore page asks beside the period, zone, comparison and filters, which every link names. */
export interface Explored {
  metrics: readonly ExploredMetric[];
  dimensions: readonly string[];
  having: readonly Condition[];
  order: NonNullable<Query['order']>;
  limit: number;
}

export type ExploredMetric = Exclude<AskedMetric, string>;

export interface Condition {
  metric: string;
  gte?: number;
  lte?: number;
}

const USUAL: Explored = {
  metrics: [{ metric: 'offered' }, { metric: 'answered' }],
  dimensions: ['time:day'],
  having: [],
  order: [],
  limit: 100,
};

/** Reads `q` of the address: the JSON of a query in base64url. What is no such query is the usual one. */
export function exploredOf({ own }: Pick<View, 'own'>): Explored {
  if (!own.q) return USUAL;
  try {
    const bytes = Uint8Array.from(atob(own.q.replaceAll('-', '+').replaceAll('_', '/')), (character) =>
      character.charCodeAt(0),
    );
    return exploredIn(JSON.parse(new TextDecoder().decode(bytes)) as Partial<Query>);
  } catch {
    return USUAL;
  }
}

/** Conditions and orders of columns that the query does not have are left out. */
function exploredIn(query: Partial<Query>): Explored {
  const { metrics: asked = [], dimensions = [], having = [], order = [], limit = 100 } = query;
  const metrics = asked.map((each) => (typeof each === 'string' ? { metric: each } : each));
  const columns = columnsOf(metrics);
  const names = [...columns, ...dimensions.map((name) => (name.startsWith('time:') ? 'time' : name))];
  const conditions = having as unknown as readonly Condition[];
  return {
    metrics,
    dimensions,
    having: conditions.filter(({ metric }) => columns.includes(metric)),
    order: order.filter(({ by }) => names.includes(by)),
    limit,
  };
}

/** `q` of the address. */
export function writeExplored(explored: Explored): string {
  const bytes = new TextEncoder().encode(JSON.stringify(explored));
  const text = btoa(String.fromCharCode(...bytes));
  return text.replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
}

/** The columns of the metrics: their names, with the statistic, told apart by a number if they repeat. */
export function columnsOf(metrics: readonly ExploredMetric[]): string[] {
  const used = new Set<string>();
  return metrics.map(({ metric, stat }) => {
    const name = stat ? `${metric}_${stat}` : metric;
    let column = name;
    for (let number = 2; used.has(column); number += 1) column = `${name}_${number}`;
    used.add(column);
    return column;
  });
}

/** The grain of time among dimensions, without `time:`. */
export function grainIn(dimensions: readonly string[]): string | undefined {
  return dimensions.find((name) => name.startsWith('time:'))?.slice('time:'.length);
}

/** The whole query that a view of the Explore page asks. Undefined without metrics. */
export function queryOf(view: View): Query | undefined {
  const { metrics, dimensions, having, order, limit } = exploredOf(view);
  if (metrics.length === 0) return undefined;
  const columns = columnsOf(metrics);
  const conditions = having.filter(({ gte, lte }) => gte !== undefined || lte !== undefined);
  const isOnlyTime = dimensions.length === 1 && grainIn(dimensions) !== undefined;
  return {
    metrics: metrics.map((asked, place) => ({ ...asked, as: columns[place]! })),
    ...(dimensions.length > 0 && { dimensions }),
    ...scopeOf(view),
    ...comparisonOf(view),
    ...(conditions.length > 0 && { having: conditions.map((condition) => ({ ...condition })) }),
    ...(order.length > 0 && { order }),
    ...(dimensions.length > 0 && {
      limit,
      include: isOnlyTime && conditions.length === 0 ? ['totals', 'empty'] : ['totals'],
    }),
  };
}

/** The view that asks a whole query, such as one that the API proposes. */
export function viewOfQuery(query: Query): Partial<View> {
  const { period, time_zone, filters = [], compare } = query;
  const named = COMPARISONS.find((name) => name === compare);
  const compared: Comparison = named ?? (compare === 'previous_elapsed' ? 'previous' : 'none');
  return {
    ...(period && 'from' in period && { period: { from: period.from, to: period.to } }),
    zone: time_zone,
    compare: compared,
    filters: filters.map(namedFilter),
    own: { q: writeExplored(exploredIn(query)) },
  };
}

/** A filter by whether there is a value, as one by the member null, which links can name. */
function namedFilter({ dimension, is_set, ...filter }: Filter): Filter {
  if (is_set === undefined) return { dimension, ...filter };
  return is_set ? { dimension, not_in: [null] } : { dimension, in: [null] };
}
