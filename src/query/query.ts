import type { DimensionName } from '../rollups/dimensions.ts';
import type { RollupDimensionName } from '../rollups/rollup-dimensions.ts';
import type { Bucket } from '../time/buckets.ts';
import type { Period } from '../time/period.ts';
import type { MeasureInput, Values } from './measures.ts';

/** One member a dimension; all must hold. */
export type Filter = Readonly<Partial<Record<Exclude<RollupDimensionName, 'all'>, string>>>;

export type Grouping =
  | { kind: 'total' }
  | { kind: 'buckets'; buckets: readonly Bucket[] }
  /** Hours of the day, 0–23, on the clocks of `zone`. */
  | { kind: 'hours'; zone: string }
  /** `weekday-hour`, Sunday 0, on the clocks of `zone`. */
  | { kind: 'weekday-hours'; zone: string }
  | { kind: 'members'; of: DimensionName };

/** What is asked of the facts: sums of base measures over a period, filtered, grouped. */
export interface MetricsQuery {
  inputs: readonly MeasureInput[];
  period: Period;
  filter: Filter;
  by: Grouping;
  /** The time of the request, seconds UTC; needed where passed deadlines are counted. */
  now?: number;
}

/** Figures by group: '' for a total, a bucket's label, an hour, a member. Groups where nothing happened are absent. */
export type QueryResult = ReadonlyMap<string, Values>;

/** The only group of a total. */
export const TOTAL = '';

const NOTHING: Values = () => 0;

/** A group's figures, zeros where nothing happened. */
export function valuesIn(result: QueryResult, group: string = TOTAL): Values {
  return result.get(group) ?? NOTHING;
}
