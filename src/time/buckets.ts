import { type CalendarUnit, firstOfUnit, plusUnits, type WeekStart } from './calendar-units.ts';
import { dateOfDay } from './dates.ts';
import type { Period } from './period.ts';
import { localDay, startOfDay } from './zones.ts';

/** A part of a period, half-open in seconds UTC, labelled with the local date on which its unit begins. */
export interface Bucket {
  label: string;
  start: number;
  end: number;
  /** Whether the period does not contain all of its unit. */
  isCut: boolean;
}

export type BucketUnit =
  | CalendarUnit
  /** Seven days each, counted from the first date of the period. */
  | 'anchored-week';

/** All buckets of the period, in order. The first and last are cut to the period. `weekStart` is only of weeks. */
export function bucketsOf(period: Period, unit: BucketUnit, weekStart: WeekStart = 'monday'): Bucket[] {
  const buckets: Bucket[] = [];
  let day = unit === 'anchored-week' ? period.fromDay : firstOfUnit(unit, period.fromDay, weekStart);
  while (day <= period.toDay) {
    const next = plusUnits(unit === 'anchored-week' ? 'week' : unit, day, 1);
    buckets.push(cutTo(period, dateOfDay(day), startOfDay(period.zone, day), startOfDay(period.zone, next)));
    day = next;
  }
  return buckets;
}

/** The part of a unit that lies in a period. Its bounds are in seconds UTC. */
export function cutTo(
  period: Pick<Period, 'start' | 'end'>,
  label: string,
  from: number,
  to: number,
): Bucket {
  const start = Math.max(period.start, from);
  return {
    label,
    start,
    end: Math.max(start, Math.min(period.end, to)),
    isCut: from < period.start || to > period.end,
  };
}

/** The period of consecutive buckets; empty if there are none. */
export function periodOfBuckets(zone: string, buckets: readonly Bucket[]): Period {
  const start = buckets[0]?.start ?? 0;
  const end = buckets.at(-1)?.end ?? start;
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

/** The bucket of an instant (seconds UTC). Buckets are in order without gaps, and `at` is not before the first. */
export function bucketAt<Each extends { start: number }>(buckets: readonly Each[], at: number): Each {
  let low = 0;
  let high = buckets.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (buckets[middle]!.start <= at) low = middle;
    else high = middle - 1;
  }
  return buckets[low]!;
}
