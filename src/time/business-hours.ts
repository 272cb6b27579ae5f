import { type BusinessHours, daySpans, type Span } from './opening.ts';
import { stretchesBetween } from './zones.ts';

/** Business hours by the id of their calendar. */
export type Calendars = ReadonlyMap<string, BusinessHours>;

interface Week {
  readonly spans: readonly Span[];
  readonly openSeconds: number;
}

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
