import type { Bucket } from '../time/buckets.ts';
import type { Contacts } from './contacts.ts';
import type { IntervalFacts, PastDay } from './history.ts';
import { wallClockOf } from './intervals.ts';

/**
 * The days of intervals, with what was read of each. A time that the clocks repeat counts with the mean of its volumes,
 * so that it is as likely as on other days.
 */
export function pastDays(
  buckets: readonly Bucket[],
  { offered, handleTime }: Pick<Contacts, 'offered' | 'handleTime'>,
): PastDay[] {
  const days = new Map<number, Map<string, IntervalFacts[]>>();
  for (const bucket of buckets) {
    const { day, time } = wallClockOf(bucket);
    const times = days.get(day) ?? new Map<string, IntervalFacts[]>();
    days.set(day, times);
    const { numerator: handleSeconds, denominator: handled } = handleTime(bucket.label);
    const facts = { volume: offered(bucket.label).numerator, handled, handleSeconds };
    times.set(time, [...(times.get(time) ?? []), facts]);
  }
  return [...days].map(([day, times]) => ({
    day,
    times: new Set(times.keys()),
    intervals: new Map(
      [...times]
        .filter(([, repeated]) => repeated.some(({ volume, handled }) => volume > 0 || handled > 0))
        .map(([time, repeated]) => [time, meanOf(repeated)]),
    ),
  }));
}

function meanOf(repeated: readonly IntervalFacts[]): IntervalFacts {
  const sum = { volume: 0, handled: 0, handleSeconds: 0 };
  for (const { volume, handled, handleSeconds } of repeated) {
    sum.volume += volume / repeated.length;
    sum.handled += handled;
    sum.handleSeconds += handleSeconds;
  }
  return sum;
}
