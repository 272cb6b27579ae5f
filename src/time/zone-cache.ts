import { BOUNDS } from '../bounds.ts';

const DAY = 86_400;
/** No zone has ever been further from UTC than this, in seconds. */
export const MAX_OFFSET = 16 * 3_600;

/** A stretch of time with a constant offset. */
export interface Stretch {
  /** First second UTC; it ends where the next stretch begins. */
  start: number;
  offset: number;
}

/** Cache of one zone. Both maps are keyed by day number and hold at most `cachedZoneDays` days. */
interface Zone {
  format: Intl.DateTimeFormat;
  /** By UTC day: the offset in seconds, or the stretches if the offset changes within the day. */
  days: Map<number, number | Stretch[]>;
  dayStarts: Map<number, number>;
}

/** By canonical name, least recently used first. */
const zones = new Map<string, Zone>();
/** Canonical name of each spelling, undefined if it is not a zone; least recently used first. */
const spellings = new Map<string, string | undefined>();

/** The last result of `zoneOf`: loops look up the same zone repeatedly. */
let latest: { name: string; zone: Zone } | undefined;

/** Whether this runtime knows `name` as an IANA zone. Offsets such as `+02:00` are not zones. */
export function isZone(name: string): boolean {
  return canonical(name) !== undefined;
}

/** The cache of a zone, shared by all its spellings. Throws RangeError for a name that is not a zone. */
export function zoneOf(name: string): Zone {
  if (latest?.name === name) return latest.zone;
  const key = canonical(name);
  if (key === undefined) throw new RangeError('Unknown time zone.');
  const known = zones.get(key);
  const zone = known ?? { format: formatOf(key), days: new Map(), dayStarts: new Map() };
  remember(zones, key, zone, BOUNDS.cachedZones.value);
  latest = { name, zone };
  return zone;
}

/** Stores a day's value. A full cache is cleared, which is cheaper than tracking when each day was last used. */
export function rememberDay<Value>(days: Map<number, Value>, day: number, value: Value): void {
  if (days.size >= BOUNDS.cachedZoneDays.value) days.clear();
  days.set(day, value);
}

/** Offset in seconds at the instant `at` (seconds UTC), from `Intl`. Works for every year that a Date supports. */
function askOffset(format: Intl.DateTimeFormat, at: number): number {
  const part: Record<string, number> = {};
  for (const { type, value } of format.formatToParts(at * 1_000)) part[type] = Number(value);
  const utc = new Date(at * 1_000);
  const wall = new Date(0);
  wall.setUTCFullYear(utc.getUTCFullYear() + yearsAhead(part.month!, utc), part.month! - 1, part.day!);
  wall.setUTCHours(part.hour!, part.minute!, part.second!);
  return wall.getTime() / 1_000 - at;
}

/**
 * How far the local year is from the UTC year. Their dates differ by at most a day, so the month determines it; `Intl`
 * cannot be used because it counts years by era.
 */
function yearsAhead(month: number, utc: Date): number {
  const months = month - 1 - utc.getUTCMonth();
  return months === 11 ? -1 : months === -11 ? 1 : 0;
}

/** The offset of a UTC day in seconds, or its stretches if the offset changes within the day. */
export function askDay(format: Intl.DateTimeFormat, utcDay: number): number | Stretch[] {
  const start = utcDay * DAY;
  const end = start + DAY - 1;
  const first = askOffset(format, start);
  const last = askOffset(format, end);
  if (first === last) return first;
  return [
    { start, offset: first },
    { start: changeBetween(format, start, end, first), offset: last },
  ];
}

/** The first second in (from, to] whose offset is not `before`, which is the offset at `from` but not at `to`. */
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

function canonical(name: string): string | undefined {
  if (!/^[A-Za-z][A-Za-z0-9_+\-/]{0,63}$/.test(name)) return undefined;
  const known = spellings.has(name) ? spellings.get(name) : canonicalName(name);
  remember(spellings, name, known, BOUNDS.cachedZoneNames.value);
  return known;
}

function canonicalName(name: string): string | undefined {
  try {
    return new Intl.DateTimeFormat('en-US', { timeZone: name }).resolvedOptions().timeZone;
  } catch {
    return undefined;
  }
}

/** Moves `key` to the end of `map`, and drops the least recently used entry if there are more than `most`. */
function remember<Value>(map: Map<string, Value>, key: string, value: Value, most: number): void {
  map.delete(key);
  map.set(key, value);
  if (map.size > most) map.delete(map.keys().next().value!);
}

function formatOf(timeZone: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  });
}
