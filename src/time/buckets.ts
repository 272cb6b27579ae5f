import { dateOfDay, firstOfMonth, firstOfNextMonth, mondayOf } from './dates.ts';
import type { Period } from './period.ts';
import { startOfDay } from './zones.ts';

/** A piece of a period, half-open, labelled by the local date that its unit begins on. */
export interface Bucket {
  label: string;
  start: number;
  end: number;
}

export type BucketUnit =
  | 'day'
  /** ISO weeks, labelled by their Monday. */
  | 'week'
  /** Calendar months, labelled by their first day. */
  | 'month'
  /** Seven days counted from the period's first date. */
  | 'anchored-week';

/** Every bucket of the period in order; those at the ends hold only what lies in the period. */
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
