import { combinationsIn } from '../rollups/combinations.ts';
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

/** What answering several queries would read, each row once although several queries need it. */
export function plannedTogether(
  queries: readonly MetricsQuery[],
  { time_zone, layout }: Pick<RollupState, 'time_zone' | 'layout'>,
): { sources: Plan['source'][]; rows: number } {
  const reads = new Map<string, number>();
  const sources = queries.map((query): Plan['source'] => {
    const plan = planFor(query, time_zone, combinationsIn(layout));
    if (plan.source === 'facts' || missingFrom(layout, plan.needs).length > 0) {
      reads.set(`facts ${query.period.start} ${query.period.end}`, MAX_FACTS);
      return 'facts';
    }
    for (const need of [...plan.dayRows, ...plan.intervalRows]) {
      const { dimension, members, read } = need;
      const days = Math.max(0, read.last - read.first + 1);
      reads.set(JSON.stringify([dimension, members, read]), rowsPerDay([need]) * days);
    }
    return 'rollups';
  });
  return { sources, rows: [...reads.values()].reduce((sum, rows) => sum + rows, 0) };
}

/** What the rollups in `state` would have to read for a query, without reading it. */
export function plannedCost(
  query: MetricsQuery,
  { time_zone, layout }: Pick<RollupState, 'time_zone' | 'layout'>,
): PlannedCost {
  const plan = planFor(query, time_zone, combinationsIn(layout));
  if (plan.source === 'facts' || missingFrom(layout, plan.needs).length > 0)
    return { source: 'facts', rows: MAX_FACTS };
  const rows = [...plan.dayRows, ...plan.intervalRows].reduce(
    (sum, need) => sum + rowsPerDay([need]) * Math.max(0, need.read.last - need.read.first + 1),
    0,
  );
  return { source: 'rollups', rows };
}
