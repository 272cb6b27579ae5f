import { missingFrom } from '../rollups/schema.ts';
import type { RollupState } from '../rollups/state.ts';
import { rowsPerDay } from './places.ts';
import { type Plan, planFor } from './plan.ts';
import type { MetricsQuery } from './query.ts';
import { MAX_FACTS } from './snapshot.ts';

/** What answering a query would read. */
export interface PlannedCost {
  source: Plan['source'];
  /**
   * Rows of rollups, an estimate if every member of a dimension is read; for facts the most that a query may read. Facts
   * within 15 minutes of an end come on top.
   */
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
    (sum, need) => sum + rowsPerDay([need]) * Math.max(0, need.read.last - need.read.first + 1),
    0,
  );
  return { source: 'rollups', rows };
}
