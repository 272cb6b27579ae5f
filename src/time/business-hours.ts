import { stretchesBetween } from './zones.ts';

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

/** Business hours by the id of their calendar. */
export type Calendars = ReadonlyMap<string, BusinessHours>;

type Span = readonly [start: number, end: number];
interface Week {
  readonly spans: readonly Span[];
  readonly openSeconds: number;
}

const MINUTE = 60;
const DAY = 86_400;
const WEEK = 7 * DAY;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** What is known of business hours for as long as they are in memory. */
interface Memory {
  readonly local: LocalHours;
  /** Open seconds of a week without holidays and changes of clocks. */
  readonly usual: number;
  /** Weeks of UTC as they were computed, by their number since 1970-01-01. */
  readonly weeks: Map<number, Week>;
}
const memories = new WeakMap<BusinessHours, Memory>();
/** By how much repeated hours lengthen the opening of years at most: one week in fifty-two may be twice as long. */
const LENGTHENED = 1.1;

/**
 * The instant at which `seconds` (at least 1) of open time have passed since `start`, both instants in seconds UTC.
 * Undefined if that is after `latest`. An hour that clocks repeat is open twice, one that they skip never.
 */
export function afterOpenSeconds(
  hours: BusinessHours,
  { start, seconds, latest }: { start: number; seconds: number; latest: number },
): number | undefined {
  const memory = memoryOf(hours);
  const weeks = (latest - start) / WEEK + 2;
  if (seconds > memory.usual * weeks * LENGTHENED) return undefined;
  const first = Math.floor(start / WEEK);
  let left = seconds;
  for (let week = first; week * WEEK < latest; week += 1) {
    const { spans, openSeconds } = weekOf(hours.timeZone, memory, week);
    if (week > first && openSeconds < left) {
      left -= openSeconds;
      continue;
    }
    for (const [from, to] of spans) {
      const since = Math.max(from, start);
      if (to <= since) continue;
      if (to - since >= left) return since + left <= latest ? since + left : undefined;
      left -= to - since;
    }
  }
  return undefined;
}

function memoryOf(hours: BusinessHours): Memory {
  const seen = memories.get(hours);
  if (seen) return seen;
  const days = daySpans(hours.opening);
  const memory = { local: localHours(days, hours.holidays), usual: lengthOf(days.flat()), weeks: new Map() };
  memories.set(hours, memory);
  return memory;
}

function weekOf(zone: string, { local, weeks }: Memory, week: number): Week {
  const seen = weeks.get(week);
  if (seen) return seen;
  const spans = openSpans(zone, local, week * WEEK);
  const found = { spans, openSeconds: lengthOf(spans) };
  weeks.set(week, found);
  return found;
}

function lengthOf(spans: readonly Span[]): number {
  return spans.reduce((sum, [from, to]) => sum + to - from, 0);
}

/** The open spans of the week of UTC that begins at `start`, in order. */
function openSpans(zone: string, local: LocalHours, start: number): Span[] {
  const stretches = stretchesBetween(zone, start, start + WEEK - 1);
  return stretches.flatMap(({ start: from, offset }, index) => {
    const to = stretches[index + 1]?.start ?? start + WEEK;
    return local(Math.max(from, start) + offset, to + offset).map(
      ([open, closed]): Span => [open - offset, closed - offset],
    );
  });
}

/** The open spans between two wall-clock times, in seconds since 1970-01-01T00:00 on that clock. */
type LocalHours = (from: number, to: number) => Span[];

function localHours(days: readonly Span[][], holidays: readonly string[]): LocalHours {
  const closed = new Set(holidays.map((date) => Date.parse(`${date}T00:00:00Z`) / 1_000 / DAY));
  return (from, to) => {
    const spans: Span[] = [];
    for (let day = Math.floor(from / DAY); day * DAY < to; day += 1) {
      if (closed.has(day)) continue;
      for (const [opens, closes] of days[(((day + FIRST_WEEKDAY) % 7) + 7) % 7]!) {
        const start = Math.max(from, day * DAY + opens);
        const end = Math.min(to, day * DAY + closes);
        if (start < end) spans.push([start, end]);
      }
    }
    return spans;
  };
}

/** By weekday: open spans in seconds from midnight, in order and apart. What passes midnight is cut there. */
function daySpans(opening: BusinessHours['opening']): Span[][] {
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
