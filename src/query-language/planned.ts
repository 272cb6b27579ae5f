import type { DimensionsOwner } from '../catalogue/dimensions.ts';
import { plannedCost } from '../query/planned-cost.ts';
import type { MetricsQuery } from '../query/query.ts';
import { attributeLayout } from '../rollups/combinations.ts';
import { LAYOUT } from '../rollups/schema.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { addReads } from './reads.ts';

/** Where the figures of a query come from. */
export type PlanKind = 'rollups' | 'facts' | 'mixed';

/** What a query would read. */
export interface Planned {
  plan: PlanKind;
  /** Rows of rollups. */
  rows: number;
  /** The most facts that may be read. */
  facts: number;
}

/** What the rollups that a query is planned for consist of. */
interface PlannedFor {
  time_zone: string;
  layout: string;
}

/** The rollups of a tenant, if they are all built. */
export function builtRollups({ timeZone, attributes }: { timeZone: string } & DimensionsOwner): PlannedFor {
  return { time_zone: timeZone, layout: LAYOUT + attributeLayout(attributes) };
}

/** Plans a query without reading. */
export function planned(query: NormalisedQuery, rollups: PlannedFor): Planned {
  const queries: MetricsQuery[] = [];
  addReads(query, queries, rollups.time_zone);
  const { sources, rows, facts } = plannedCost(queries, rollups);
  return { plan: planKind(sources), rows, facts };
}

/** The kind of a plan whose parts have these sources. */
export function planKind(sources: readonly ('rollups' | 'facts')[]): PlanKind {
  const [first, ...others] = new Set(sources);
  return others.length > 0 ? 'mixed' : first!;
}
