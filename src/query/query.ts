import type { DimensionName, RollupDimensionName } from '../rollups/dimensions.ts';
import type { Bucket } from '../time/buckets.ts';
import type { Period } from '../time/period.ts';
import type { MeasureInput, Values } from './measures.ts';

/** At most one member per dimension; all conditions must hold. */
export type Filter = Readonly<Partial<Record<Exclude<RollupDimensionName, 'all'>, string>>>;

export type Grouping =
  | { kind: 'total' }
  | { kind: 'buckets'; buckets: readonly Bucket[] }
  /** Hours of the day, 0–23, local time in `zone`. */
  | { kind: 'hours'; zone: string }
  /** `weekday-hour`, Sunday is 0, local time in `zone`. */
  | { kind: 'weekday-hours'; zone: string }
  | { kind: 'members'; of: DimensionName };

/** A query for sums of inputs over a period, filtered and grouped. */
export interface MetricsQuery {
  inputs: readonly MeasureInput[];
  period: Period;
  filter: Filter;
  by: Grouping;
  /** The time of the request, seconds UTC; required if overdue SLA targets are counted. */
  now?: number;
}

/** Values by group: '' for a total, a bucket's label, an hour, a member. Groups without any events are absent. */
export type QueryResult = ReadonlyMap<string, Values>;

/** The only group of a total. */
export const TOTAL = '';

const NOTHING: Values = () => 0;

/** The values of a group; all zero if it is absent. */
export function valuesIn(result: QueryResult, group: string = TOTAL): Values {
  return result.get(group) ?? NOTHING;
}

/** Hours of a day, 0–23. */
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** Days of a week; Sunday is 0. */
export const WEEKDAYS: readonly number[] = Array.from({ length: 7 }, (_, weekday) => weekday);

/** The groups of a query by weekday and hour, in order. */
export const WEEKDAY_HOURS: readonly { weekday: number; hour: number; group: string }[] = WEEKDAYS.flatMap(
  (weekday) => HOURS.map((hour) => ({ weekday, hour, group: `${weekday}-${hour}` })),
);
