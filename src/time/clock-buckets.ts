import { type Bucket, cutTo } from './buckets.ts';
import { localInstants } from './dates.ts';
import type { Period } from './period.ts';
import { stretchesBetween } from './zones.ts';

/**
 * All buckets of so many seconds of local time (at most an hour, a divisor of it), in order, the first and last cut to
 * the period. They begin where the wall clock shows a multiple of `seconds`, and where clocks change: an hour that
 * occurs twice is two buckets. Labelled with the instant at which they begin, uncut, with its offset from UTC.
 */
export function clockBuckets(period: Period, seconds: number): Bucket[] {
  const { start, end, zone } = period;
  const labelOf = localInstants(zone);
  const stretches = stretchesBetween(zone, start - seconds, end);
  const buckets: Bucket[] = [];
  for (const [index, { start: begun, offset }] of stretches.entries()) {
    const until = stretches[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    if (until <= start) continue;
    const aligned = Math.floor((Math.max(start, begun) + offset) / seconds) * seconds - offset;
    let at = Math.max(aligned, begun);
    while (at < Math.min(until, end)) {
      const next = Math.min((Math.floor((at + offset) / seconds) + 1) * seconds - offset, until);
      buckets.push(cutTo(period, labelOf(at), at, next));
      at = next;
    }
  }
  return buckets;
}
