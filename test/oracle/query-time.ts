import { dateAt, plusDays, spanOf, startOfDate, wallClock } from './time.ts';

/** A half-open span of seconds UTC, and whether it was written as dates. */
export interface AskedSpan {
  start: number;
  end: number;
  isOfDates: boolean;
}

/** A bucket of time, cut to the period; `isCut` if some of it lies outside. */
export interface PlainBucket {
  label: string | number;
  end: number;
  isCut: boolean;
}

const STEPS: Readonly<Record<string, number>> = { '15m': 900, '30m': 1_800, hour: 3_600 };
const WEEKDAY_OF_START: Readonly<Record<string, number>> = { sunday: 0, monday: 1, saturday: 6 };

/** The seconds that `from` and `to` mean. */
export function askedSpan(
  { from, to }: { from?: string | undefined; to?: string | undefined },
  zone: string,
  now: number,
): AskedSpan {
  const isOfDates = [from, to].every((bound) => bound === undefined || bound.length === 10);
  return { ...spanOf({ from, to, days: 30 }, zone, now), isOfDates };
}

/** The first date of the unit of a date. */
function unitDate(grain: string, date: string, weekStart: string): string {
  const month = Number(date.slice(5, 7));
  switch (grain) {
    case 'week':
      return plusDays(date, -((new Date(date).getUTCDay() - WEEKDAY_OF_START[weekStart]! + 7) % 7));
    case 'month':
      return `${date.slice(0, 7)}-01`;
    case 'quarter':
      return `${date.slice(0, 5)}${String(month - ((month - 1) % 3)).padStart(2, '0')}-01`;
    case 'year':
      return `${date.slice(0, 4)}-01-01`;
    default:
      return date;
  }
}

/** The label of the group of time of an instant. */
export function timeLabel(grain: string, zone: string, at: number, weekStart: string): string | number {
  const wall = wallClock(zone, at);
  const weekday = new Date(wall.slice(0, 10)).getUTCDay();
  if (grain === 'hour_of_day') return Number(wall.slice(11, 13));
  if (grain === 'day_of_week') return weekday;
  if (grain === 'weekday_hour') return `${weekday}-${wall.slice(11, 13)}`;
  const step = STEPS[grain];
  if (step === undefined) return unitDate(grain, dateAt(zone, at), weekStart);
  const begins = beginningOf(zone, at, step);
  return `${wallClock(zone, begins)}${offsetText(zone, begins)}`;
}

/** Where a quarter, half or whole hour of the clock begins: where it strikes, or where the clocks change in it. */
function beginningOf(zone: string, at: number, step: number): number {
  const offset = offsetOf(zone, at);
  const struck = at - ((((at + offset) % step) + step) % step);
  if (offsetOf(zone, struck) === offset) return struck;
  let begins = at - (at % 60);
  while (offsetOf(zone, begins - 60) === offset) begins -= 60;
  return begins;
}

function offsetOf(zone: string, at: number): number {
  return Date.parse(`${wallClock(zone, at)}Z`) / 1_000 - at;
}

function offsetText(zone: string, at: number): string {
  const minutes = Math.trunc(offsetOf(zone, at) / 60);
  const two = (value: number): string => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`;
}

/** All groups of time of a span, in order. */
export function plainBuckets(
  grain: string,
  zone: string,
  { start, end }: AskedSpan,
  weekStart: string,
): PlainBucket[] {
  const recurring = recurringLabels(grain);
  if (recurring) return recurring.map((label) => ({ label, end: Number.NEGATIVE_INFINITY, isCut: false }));
  const labelAt = (at: number) => timeLabel(grain, zone, at, weekStart);
  // Offsets with seconds do not occur in the spans: clocks change at whole minutes.
  const moments = STEPS[grain] ? minutes(start, end) : dates(zone, start, end);
  const buckets: PlainBucket[] = [];
  for (const at of moments) {
    const label = labelAt(at);
    if (buckets.at(-1)?.label === label) continue;
    if (buckets.length > 0) buckets.at(-1)!.end = at;
    buckets.push({ label, end, isCut: false });
  }
  const [first, last] = [buckets[0]!, buckets.at(-1)!];
  first.isCut = labelAt(start - 1) === first.label;
  last.isCut ||= labelAt(end) === last.label;
  return buckets;
}

function recurringLabels(grain: string): (string | number)[] | undefined {
  const hours = Array.from({ length: 24 }, (_, hour) => hour);
  const weekdays = [0, 1, 2, 3, 4, 5, 6];
  if (grain === 'hour_of_day') return hours;
  if (grain === 'day_of_week') return weekdays;
  if (grain !== 'weekday_hour') return undefined;
  return weekdays.flatMap((weekday) => hours.map((hour) => `${weekday}-${String(hour).padStart(2, '0')}`));
}

function minutes(start: number, end: number): number[] {
  const later = Array.from(
    { length: Math.ceil((end - start) / 60) + 1 },
    (_, index) => (Math.floor(start / 60) + 1 + index) * 60,
  );
  return [start, ...later.filter((at) => at < end)];
}

function dates(zone: string, start: number, end: number): number[] {
  const moments = [start];
  for (let date = plusDays(dateAt(zone, start), 1); startOfDate(zone, date) < end; date = plusDays(date, 1))
    moments.push(startOfDate(zone, date));
  return moments;
}

/** The span that is compared with, by the sentences of the definition. */
export function comparedSpan(compare: unknown, span: AskedSpan, zone: string, now: number): AskedSpan {
  if (typeof compare === 'object') return askedSpan(compare as { from: string; to: string }, zone, now);
  const { start, end, isOfDates } = span;
  const ofDates = (first: string, last: string): AskedSpan => ({
    start: startOfDate(zone, first),
    end: startOfDate(zone, plusDays(last, 1)),
    isOfDates,
  });
  const [first, last] = [dateAt(zone, start), dateAt(zone, end - 1)];
  if (compare === 'previous_year') {
    if (isOfDates) return ofDates(yearBefore(first), yearBefore(last));
    const earlier = (at: number): number => {
      const wall = wallClock(zone, at);
      const text = `${yearBefore(wall.slice(0, 10))}${wall.slice(10)}`;
      return spanOf({ from: text, to: text, days: 0 }, zone, now).start;
    };
    return { start: earlier(start), end: earlier(end - 1) + 1, isOfDates };
  }
  if (!isOfDates) return { start: start - (end - start), end: start, isOfDates };
  const dayBefore = plusDays(first, -1);
  const isMonth =
    first.endsWith('-01') && plusDays(last, 1).endsWith('-01') && first.slice(0, 7) === last.slice(0, 7);
  if (isMonth) return ofDates(`${dayBefore.slice(0, 7)}-01`, dayBefore);
  const days = (Date.parse(last) - Date.parse(first)) / 86_400_000 + 1;
  return ofDates(plusDays(first, -days), dayBefore);
}

function yearBefore(date: string): string {
  const earlier = `${Number(date.slice(0, 4)) - 1}${date.slice(4)}`;
  return earlier.endsWith('-02-29') ? `${earlier.slice(0, 8)}28` : earlier;
}
