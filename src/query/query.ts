import type { AttributeDimension } from '../rollups/attribute-dimensions.ts';
import type { CommonDimension, DimensionName } from '../rollups/dimensions.ts';
import type { Bucket } from '../time/buckets.ts';
import type { Period } from '../time/period.ts';
import type { MeasureInput, Values } from './measures.ts';

/** A member of a dimension; null stands for all facts without a value. */
export type Member = string | null;

/** The members that pass a condition: these, or all but these. */
export interface MemberSet {
  readonly members: ReadonlySet<Member>;
  readonly isExcluded: boolean;
}

/** At most one condition per dimension; all must hold. A string is the only member that passes. */
export type Filter = Readonly<
  Partial<Record<CommonDimension, string | MemberSet>> & Record<AttributeDimension, string | MemberSet>
>;

export type TimeGrouping =
  | { kind: 'total' }
  | { kind: 'buckets'; buckets: readonly Bucket[] }
  /** Hours of the day, 0–23, local time in `zone`. */
  | { kind: 'hours'; zone: string }
  /** Days of the week, Sunday is 0, local time in `zone`. */
  | { kind: 'weekdays'; zone: string }
  /** `weekday-hour`, Sunday is 0, local time in `zone`. */
  | { kind: 'weekday-hours'; zone: string };

export type Grouping =
  | TimeGrouping
  /** Facts without a value are in no group. */
  | { kind: 'members'; of: DimensionName }
  /** Every combination of members and time that has facts; see `cellGroup`. */
  | { kind: 'cells'; of: readonly DimensionName[]; time: TimeGrouping };

/** A query for sums of inputs over a period, filtered and grouped. */
export interface MetricsQuery {
  inputs: readonly MeasureInput[];
  period: Period;
  filter: Filter;
  by: Grouping;
  /**
   * A longer period whose facts are read if only facts can answer: queries of its parts then share what they read.
   */
  partOf?: Pick<Period, 'start' | 'end'>;
  /** The time of the request, seconds UTC; required if overdue SLA targets are counted. */
  now?: number;
}

/** Values by group: '' for a total, a bucket's label, an hour, a member, a cell. Groups without any events are absent. */
export type QueryResult = ReadonlyMap<string, Values>;

/** The only group of a total. */
export const TOTAL = '';

const NOTHING: Values = () => 0;

/** The values of a group; all zero if it is absent. */
export function valuesIn(result: QueryResult, group: string = TOTAL): Values {
  return result.get(group) ?? NOTHING;
}

/** The group of a cell: its members in the order of the query, and its time. */
export function cellGroup(members: readonly Member[], time: string): string {
  return JSON.stringify([...members, time]);
}

/** The members and the time of a `cellGroup`. */
export function cellOf(group: string): { members: Member[]; time: string } {
  const parts = JSON.parse(group) as Member[];
  return { members: parts.slice(0, -1), time: parts.at(-1)! };
}

/** The dimensions whose members a grouping tells apart. */
export function dimensionsOf(by: Grouping): readonly DimensionName[] {
  if (by.kind === 'members') return [by.of];
  return by.kind === 'cells' ? by.of : [];
}

/** How a grouping tells times apart. */
export function timeOf(by: Grouping): TimeGrouping {
  if (by.kind === 'members') return { kind: 'total' };
  return by.kind === 'cells' ? by.time : by;
}

/** Hours of a day, 0–23. */
export const HOURS: readonly number[] = Array.from({ length: 24 }, (_, hour) => hour);

/** Days of a week; Sunday is 0. */
export const WEEKDAYS: readonly number[] = Array.from({ length: 7 }, (_, weekday) => weekday);

/** The groups of a query by weekday and hour, in order. */
export const WEEKDAY_HOURS: readonly { weekday: number; hour: number; group: string }[] = WEEKDAYS.flatMap(
  (weekday) => HOURS.map((hour) => ({ weekday, hour, group: `${weekday}-${hour}` })),
);
