import { dateOfDay, firstOfMonth, firstOfNextMonth, mondayOf } from './dates.ts';
import type { Period } from './period.ts';
import { startOfDay } from './zones.ts';

/** A part of a period, half-open in seconds UTC, labelled with the local date on which its unit begins. */
export interface Bucket {
  label: string;
  start: number;
  end: number;
}

export type BucketUnit =
  | 'day'
  /** ISO weeks, labelled with their Monday. */
  | 'week'
  /** Calendar months, labelled with their first day. */
  | 'month'
  /** Seven days each, counted from the first date of the period. */
  | 'anchored-week';

/** All buckets of the period, in order. The first and last are cut to the period. */
export function bucketsOf(period: Period, unit: BucketUnit): Bucket[] {
  const buckets: Bucket[] = [];
  let day = firstDay(period.fromDay, unit);
  while (day <= period.toDay) {
    const next = nextDay(day, unit);
    const start = Math.max(period.start, startOfDay(period.zone, day));
    const end = Math.min(period.end, startOfDay(period.zone, next));
    buckets.push({ label: dateOfDay(day), start, end: Math.max(start, end) });
    day = next;
  }
  return buckets;
}

function firstDay(day: number, unit: BucketUnit): number {
  if (unit === 'week') return mondayOf(day);
  if (unit === 'month') return firstOfMonth(day);
  return day;
}

function nextDay(day: number, unit: BucketUnit): number {
  if (unit === 'day') return day + 1;
  if (unit === 'month') return firstOfNextMonth(day);
  return day + 7;
}
