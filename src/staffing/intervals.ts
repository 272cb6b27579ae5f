import type { Bucket } from '../time/buckets.ts';
import { clockBuckets } from '../time/clock-buckets.ts';
import { dayOfDate } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { startOfDay } from '../time/zones.ts';

/** Whole local days and their intervals. */
export interface Intervals {
  period: Period;
  buckets: readonly Bucket[];
}

/**
 * The intervals of the local days (day numbers) from `first` to `last`, both included. They
 * follow the clock of the zone: a day on which it changes has more or fewer of them.
 */
export function intervalsOf(zone: string, first: number, last: number, seconds: number): Intervals {
  const start = startOfDay(zone, first);
  const period = { start, end: startOfDay(zone, last + 1), zone, fromDay: first, toDay: last };
  return { period, buckets: clockBuckets(period, seconds) };
}

/** The day number and the time of the clock (such as `09:30`) at which an interval begins, by its label. */
export function wallClockOf({ label }: Pick<Bucket, 'label'>): { day: number; time: string } {
  return { day: dayOfDate(label.slice(0, 10))!, time: label.slice(11, 16) };
}
