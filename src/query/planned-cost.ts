import { combinationsIn } from '../rollups/combinations.ts';
import { missingFrom } from '../rollups/schema.ts';
import type { RollupState } from '../rollups/state.ts';
import { attributeRollupsFor } from './asked-attributes.ts';
import { rowsPerDay } from './places.ts';
import { type Plan, planFor } from './plan.ts';
import type { MetricsQuery } from './query.ts';
import { MAX_FACTS } from './snapshot.ts';

/** What answering queries would read. */
export interface PlannedCost {
  /** Of each query. */
  sources: Plan['source'][];
  /** Rows of rollups; an estimate if every member of a dimension is read. */
  rows: number;
  /** The most facts that may be read. Those within 15 minutes of an end of a period come on top. */
  facts: number;
}

/** What the rollups in `state` would have to read for queries, without reading it. Counts shared rows once. */
export function plannedCost(
  queries: readonly MetricsQuery[],
  { time_zone, layout }: Pick<RollupState, 'time_zone' | 'layout'>,
): PlannedCost {
  const reads = new Map<string, number>();
  const factSpans = new Set<string>();
  const sources = queries.map((query): Plan['source'] => {
    const plan = planFor(query, time_zone, combinationsIn(layout));
    if (plan.source === 'facts' || missingFrom(layout, plan.needs).length > 0) {
      factSpans.add(factsKey(plan, query.partOf ?? query.period));
      return 'facts';
    }
    for (const need of [...plan.dayRows, ...plan.intervalRows, ...plan.followingRows]) {
      const { dimension, members, read } = need;
      const days = Math.max(0, read.last - read.first + 1);
      reads.set(JSON.stringify([dimension, members, read]), rowsPerDay([need]) * days);
    }
    return 'rollups';
  });
  const rows = [...reads.values()].reduce((sum, each) => sum + each, 0);
  return { sources, rows, facts: factSpans.size * MAX_FACTS };
}

/**
 * Queries that differ only in their inputs, with those that are read from the same place as one: rows are decoded once
 * for all of them. Returns the queries, and which of them answers each given one. `zone` is that of the rollups.
 */
export function sharedQueries(
  queries: readonly MetricsQuery[],
  zone: string,
): { shared: MetricsQuery[]; indexes: number[] } {
  const shared: MetricsQuery[] = [];
  const byPlace = new Map<string, number>();
  const indexes = queries.map((query) => {
    const place = placeKey(query, zone);
    const known = byPlace.get(place);
    const joined = known === undefined ? undefined : joinedQuery(shared[known]!, query);
    if (joined && placeKey(joined, zone) === place) {
      shared[known!] = joined;
      return known!;
    }
    byPlace.set(place, shared.length);
    return shared.push(query) - 1;
  });
  return { shared, indexes };
}

function joinedQuery(a: MetricsQuery, b: MetricsQuery): MetricsQuery {
  return { ...a, ...b, inputs: [...new Set([...a.inputs, ...b.inputs])] };
}

function placeKey(query: MetricsQuery, zone: string): string {
  const plan = planFor(query, zone, attributeRollupsFor([query]));
  const { start, end } = query.period;
  if (plan.source === 'facts') return factsKey(plan, query.period);
  const { place, grain, factSpans } = plan;
  return JSON.stringify([place.leads, place.sides, place.breakdown?.name, grain, factSpans, start, end]);
}

/** Tells apart what is read of facts: of this moment, of what is open, or of a span. */
function factsKey(plan: Plan, { start, end }: Pick<MetricsQuery['period'], 'start' | 'end'>): string {
  if (plan.source === 'facts' && plan.now) return 'now';
  return `${plan.source === 'facts' && plan.open ? 'open' : 'facts'} ${start} ${end}`;
}
