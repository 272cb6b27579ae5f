import type { Span } from '../facts/events-between.ts';
import { stretchesBetween } from '../time/zones.ts';
import type { RecurringTime } from './cell.ts';

const DAY = 86_400;
const HOUR = 3_600;

/** The spans of a period whose local time is a recurring one, in order. An hour that the clocks repeat is two of them. */
export function recurringSpans({ start, end }: Span, { kind, zone, value }: RecurringTime): Span[] {
  const numbers = value.split('-').map(Number);
  const hour = kind === 'weekdays' ? undefined : numbers.at(-1)!;
  const weekday = kind === 'hours' ? undefined : numbers[0]!;
  const stretches = stretchesBetween(zone, start, end);
  return stretches.flatMap(({ start: since, offset }, index) => {
    const from = Math.max(start, since);
    const to = Math.min(end, stretches[index + 1]?.start ?? end);
    const spans: Span[] = [];
    for (let day = Math.floor((from + offset) / DAY); day * DAY - offset < to; day += 1) {
      if (weekday !== undefined && weekdayOf(day) !== weekday) continue;
      const first = day * DAY + (hour ?? 0) * HOUR - offset;
      const span = {
        start: Math.max(from, first),
        end: Math.min(to, first + (hour === undefined ? DAY : HOUR)),
      };
      if (span.start < span.end) spans.push(span);
    }
    return spans;
  });
}

/** Sunday is 0. */
function weekdayOf(day: number): number {
  return (((day + 4) % 7) + 7) % 7;
}
