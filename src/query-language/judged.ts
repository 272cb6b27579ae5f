import { JUDGED } from '../query/measures/measure.ts';
import { fractionOf, type Measure, type Values } from '../query/measures.ts';
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
  const groups = new Map<string, { numerator: number; denominator: number }>();
  for (const { position, measure } of parts) {
    for (const [group, values] of results[position]!) {
      const sums = groups.get(group) ?? { numerator: 0, denominator: 0 };
      for (const part of Object.values(JUDGED))
        sums[part] += fractionOf({ numerator: measure[part] ?? {} }, values).numerator;
      groups.set(group, sums);
    }
  }
  return new Map(
    [...groups].map(([group, sums]): [string, Values] => [
      group,
      (input) => (input in JUDGED ? sums[JUDGED[input as keyof typeof JUDGED]] : 0),
    ]),
  );
}

/** The measures that compute a metric: one of each region if policies judge it. */
export function measuresOf({ measure, judgedBy }: MetricColumn, regions: readonly Region[]): Measure[] {
  return judgedBy ? regions.map(({ rules }) => judgedBy(rules)) : [measure];
}
