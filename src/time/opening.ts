/** In the order of `Date.getUTCDay`. */
export const WEEKDAYS = [
  'sunday',
  'monday',
  'tuesday',
  'wednesday',
  'thursday',
  'friday',
  'saturday',
] as const;
export type Weekday = (typeof WEEKDAYS)[number];

/** Wall-clock times, `HH:MM`. A span whose end is not after its start ends on the next day. */
export interface OpeningSpan {
  readonly from: string;
  readonly to: string;
}

/**
 * When a contact centre is open: while the wall clock of `timeZone` is within a span of its weekday, and the date is
 * not one of `holidays` (`YYYY-MM-DD`), which are closed from midnight to midnight.
 */
export interface BusinessHours {
  readonly timeZone: string;
  readonly opening: Readonly<Record<Weekday, readonly OpeningSpan[]>>;
  readonly holidays: readonly string[];
}

/** The first second that is open, and the first after it that is not. */
export type Span = readonly [start: number, end: number];

const MINUTE = 60;
const DAY = 86_400;

/** By weekday: open spans in seconds from midnight, in order and apart. What passes midnight is cut there. */
export function daySpans(opening: BusinessHours['opening']): Span[][] {
  const days: Span[][] = WEEKDAYS.map(() => []);
  for (const [index, weekday] of WEEKDAYS.entries()) {
    for (const { from, to } of opening[weekday]) {
      const [start, end] = [secondsOf(from), secondsOf(to)];
      days[index]!.push([start, start < end ? end : DAY]);
      if (end <= start && end > 0) days[(index + 1) % 7]!.push([0, end]);
    }
  }
  return days.map(apart);
}

function apart(spans: Span[]): Span[] {
  const merged: Span[] = [];
  for (const [from, to] of spans.toSorted((a, b) => a[0] - b[0])) {
    const last = merged.at(-1);
    if (last && from <= last[1]) merged[merged.length - 1] = [last[0], Math.max(last[1], to)];
    else merged.push([from, to]);
  }
  return merged;
}

function secondsOf(time: string): number {
  const [hours, minutes] = time.split(':').map(Number) as [number, number];
  return (hours * 60 + minutes) * MINUTE;
}
