import { missingFrom } from '../rollups/schema.ts';
import type { RollupState } from '../rollups/state.ts';
import { type Plan, planFor } from './plan.ts';
import type { MetricsQuery } from './query.ts';
import { MAX_FACTS } from './snapshot.ts';

/** What answering a query would read. */
export interface PlannedCost {
  source: Plan['source'];
  /** Rows of rollups; for facts the most that a query may read. Facts within 15 minutes of an end come on top. */
  rows: number;
}

/** What the rollups in `state` would have to read for a query, without reading it. */
export function plannedCost(
  query: MetricsQuery,
  { time_zone, layout }: Pick<RollupState, 'time_zone' | 'layout'>,
): PlannedCost {
  const plan = planFor(query, time_zone);
  if (plan.source === 'facts' || missingFrom(layout, plan.needs).length > 0)
    return { source: 'facts', rows: MAX_FACTS };
  const rows = [...plan.dayRows, ...plan.intervalRows].reduce(
    (sum, { members, read }) => sum + members.length * Math.max(0, read.last - read.first + 1),
    0,
  );
  return { source: 'rollups', rows };
}
