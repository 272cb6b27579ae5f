import { BOUNDS } from '../bounds.ts';
import { Unprocessable } from '../errors.ts';
import { plannedCost } from '../query/planned-cost.ts';
import type { MetricsQuery } from '../query/query.ts';
import { LAYOUT } from '../rollups/schema.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { addReads } from './reads.ts';

/** Where the figures of a query come from. */
export type PlanKind = 'rollups' | 'facts' | 'mixed';

/** What a query would read. */
export interface Planned {
  plan: PlanKind;
  rows: number;
  /** Those of rollups alone. */
  rollupRows: number;
}

/** What the rollups that a query is planned for consist of. */
interface PlannedFor {
  time_zone: string;
  layout: string;
}

/** The rollups of a tenant, if they are all built. */
export function builtRollups({ timeZone }: { timeZone: string }): PlannedFor {
  return { time_zone: timeZone, layout: LAYOUT };
}

/** Plans a query without reading. `rows` is exact for rollups, and for facts the most that they may be. */
export function planned(query: NormalisedQuery, rollups: PlannedFor): Planned {
  const queries: MetricsQuery[] = [];
  addReads(query, queries, rollups.time_zone);
  const { sources, ...rows } = plannedCost(queries, rollups);
  return { plan: planKind(sources), ...rows };
}

/** The kind of a plan whose parts have these sources. */
export function planKind(sources: readonly ('rollups' | 'facts')[]): PlanKind {
  const [first, ...others] = new Set(sources);
  return others.length > 0 ? 'mixed' : first!;
}

/** Throws Unprocessable if a query is planned to read more rows of rollups than one may. `name` is empty for a query by itself. */
export function requireFewReads(name: string, query: NormalisedQuery, rollups: PlannedFor): void {
  const { rollupRows: rows } = planned(query, rollups);
  const { value: most } = BOUNDS.queryReads;
  if (rows <= most) return;
  const subject = name === '' ? 'The query' : `The query ${name}`;
  throw new Unprocessable(
    `${subject} would read ${rows.toLocaleString('en-US')} rows; at most ${most.toLocaleString('en-US')} are read. ` +
      'Ask for a shorter period, or filter by fewer members.',
    { rows_planned: rows, rows_allowed: most },
  );
}
