import { type Judged, judgedValues } from '../query/judged-values.ts';
import type { Measure } from '../query/measures.ts';
import type { Filter, QueryResult } from '../query/query.ts';
import { type Region, regionsOf } from '../service-levels/regions.ts';
import type { Period } from '../time/period.ts';
import type { Columns, MetricColumn } from './columns.ts';

/** The regions of what a query asks for, for the metrics that policies judge; empty if none is judged. */
export function regionsFor(
  { policies }: Pick<Columns, 'policies'>,
  asked: { period: Period; filter: Filter },
): readonly Region[] {
  return policies.length === 0 ? [] : regionsOf(policies, asked);
}

/** Where a part of a metric was read, and what computes it. */
export interface JudgedPart {
  position: number;
  measure: Measure;
}

/** Adds up what policies have judged, group by group: the values are the parts of the metric. */
export function judgedTogether(parts: readonly JudgedPart[], results: readonly QueryResult[]): QueryResult {
  const groups = new Map<string, Judged[]>();
  for (const { position, measure } of parts) {
    for (const [group, values] of results[position]!)
      groups.set(group, [...(groups.get(group) ?? []), { measure, values }]);
  }
  return new Map([...groups].map(([group, judged]) => [group, judgedValues(judged)]));
}

/** The measures that compute a metric: one of each region if policies judge it. */
export function measuresOf({ measure, judgedBy }: MetricColumn, regions: readonly Region[]): Measure[] {
  return judgedBy ? regions.map(({ rules }) => judgedBy(rules)) : [measure];
}
