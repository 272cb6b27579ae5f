/**
 * IANA zones on whole seconds UTC. A *day number* counts days since 1970-01-01; a local day of a zone is
 * the half-open span from the first instant that bears its date to the first that bears the next.
 */

const DAY = 86_400;
/** No zone's local midnight lies further than this from UTC's. */
const MAX_OFFSET = 16 * 3_600;

/** A time of constant offset. */
export interface Stretch {
  /** First second UTC of the stretch; it ends where the next begins. */
  start: number;
  offset: number;
}

interface ZoneCache {
  format: Intl.DateTimeFormat;
  /** Stretches of constant offset by UTC day number. */
  stretches: Map<number, Stretch[]>;
  dayStarts: Map<number, number>;
}

const zones = new Map<string, ZoneCache>();
const MAX_CACHED_DAYS = 20_000;

/** Whether `name` is an IANA zone that this runtime knows. Offsets such as `+02:00` are not. */
export function isZone(name: string): boolean {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return false;
  try {
    new Intl.DateTimeFormat('en-US', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Offset of `zone` from UTC in seconds at the instant `at`. */
export function offsetAt(zone: string, at: number): number {
  const stretches = stretchesOf(zone, Math.floor(at / DAY));
  for (let index = stretches.length - 1; index > 0; index -= 1) {
    if (stretches[index]!.start <= at) return stretches[index]!.offset;
  }
  return stretches[0]!.offset;
}

/** First second UTC of local day `day`; of a day that the zone skips, of the day after it. */
export function startOfDay(zone: string, day: number): number {
  const { dayStarts } = cacheOf(zone);
  const known = dayStarts.get(day);
  if (known !== undefined) return known;
  const start = firstInstant(zone, day * DAY);
  if (dayStarts.size >= MAX_CACHED_DAYS) dayStarts.clear();
  dayStarts.set(day, start);
  return start;
}

/** The local day that holds the instant `at`. */
export function localDay(zone: string, at: number): number {
  let day = Math.floor((at + offsetAt(zone, at)) / DAY);
  while (at < startOfDay(zone, day)) day -= 1;
  while (at >= startOfDay(zone, day + 1)) day += 1;
  return day;
}

/**
 * The instant of a local wall-clock time, given as seconds since 1970-01-01T00:00 on that clock.
 * A time in a gap moves forward by the gap; of one that occurs twice it is the first.
 */
export function instantOf(zone: string, wallSeconds: number): number {
  const around = stretchesBetween(zone, wallSeconds - MAX_OFFSET, wallSeconds + MAX_OFFSET);
  let beforeGap = wallSeconds - around[0]!.offset;
  for (const [index, stretch] of around.entries()) {
    const at = wallSeconds - stretch.offset;
    const end = around[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    if (at >= end) beforeGap = at;
    else if (index === 0 || at >= stretch.start) return at;
    else return beforeGap;
  }
  return beforeGap;
}

/** Hour of the day, 0–23, that the zone's clocks show at `at`. */
export function localHour(zone: string, at: number): number {
  const wall = at + offsetAt(zone, at);
  return Math.floor((((wall % DAY) + DAY) % DAY) / 3_600);
}

/** Day of the week, Sunday 0, that the zone's calendars show at `at`. */
export function localWeekday(zone: string, at: number): number {
  const day = Math.floor((at + offsetAt(zone, at)) / DAY);
  return (((day + 4) % 7) + 7) % 7;
}

/** The first instant whose wall clock has reached `wallSeconds`. */
function firstInstant(zone: string, wallSeconds: number): number {
  const around = stretchesBetween(zone, wallSeconds - MAX_OFFSET, wallSeconds + MAX_OFFSET);
  for (const [index, stretch] of around.entries()) {
    const at = Math.max(stretch.start, wallSeconds - stretch.offset);
    const end = around[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    if (at < end) return at;
  }
  throw new Error(`No instant of ${zone} reaches ${wallSeconds}.`);
}

/** The stretches of constant offset that touch the UTC days of [from, to], in order; both in seconds UTC. */
export function stretchesBetween(zone: string, from: number, to: number): Stretch[] {
  const out: Stretch[] = [];
  for (let day = Math.floor(from / DAY); day <= Math.floor(to / DAY); day += 1) {
    for (const stretch of stretchesOf(zone, day)) {
      if (out.at(-1)?.offset !== stretch.offset) out.push(stretch);
    }
  }
  return out;
}

function stretchesOf(zone: string, utcDay: number): Stretch[] {
  const cache = cacheOf(zone);
  const known = cache.stretches.get(utcDay);
  if (known) return known;
  const start = utcDay * DAY;
  const first = askOffset(cache.format, start);
  const last = askOffset(cache.format, start + DAY - 1);
  const stretches: Stretch[] = [{ start, offset: first }];
  if (first !== last)
    stretches.push({ start: changeBetween(cache.format, start, start + DAY - 1, first), offset: last });
  if (cache.stretches.size >= MAX_CACHED_DAYS) cache.stretches.clear();
  cache.stretches.set(utcDay, stretches);
  return stretches;
}

function changeBetween(format: Intl.DateTimeFormat, from: number, to: number, before: number): number {
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2);
    if (askOffset(format, middle) === before) low = middle;
    else high = middle;
  }
  return high;
}

function askOffset(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at * 1_000)) part[type] = Number(value);
  const wall = Date.UTC(part.year!, part.month! - 1, part.day!, part.hour!, part.minute!, part.second!);
  return wall / 1_000 - at;
}

function cacheOf(zone: string): ZoneCache {
  const known = zones.get(zone);
  if (known) return known;
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
  const cache = { format, stretches: new Map(), dayStarts: new Map() };
  zones.set(zone, cache);
  return cache;
}
