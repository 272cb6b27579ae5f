/**
 * IANA zones on whole seconds UTC. A *day number* counts days since 1970-01-01; a local day of a zone is
 * the half-open span from the first instant that bears its date to the first that bears the next.
 */

import { askDay, MAX_OFFSET, rememberDay, type Stretch, zoneOf } from './zone-cache.ts';

export { isZone } from './zone-cache.ts';

const DAY = 86_400;
/** How many days a local date may be from the one that the offset gives, where clocks skip or repeat a day. */
const MAX_STEPS = 3;

/** Offset of `zone` from UTC in seconds at the instant `at`. */
export function offsetAt(zone: string, at: number): number {
  const day = dayOf(zone, Math.floor(at / DAY));
  if (typeof day === 'number') return day;
  return (day.findLast(({ start }) => start <= at) ?? day[0]!).offset;
}

/** First second UTC of local day `day`; of a day that the zone skips, of the day after it. */
export function startOfDay(zone: string, day: number): number {
  const { dayStarts } = zoneOf(zone);
  const known = dayStarts.get(day);
  if (known !== undefined) return known;
  const start = firstInstant(zone, day * DAY);
  rememberDay(dayStarts, day, start);
  return start;
}

/** The local day that holds the instant `at`. Throws RangeError if the zone's days are in no order near it. */
export function localDay(zone: string, at: number): number {
  let day = Math.floor((at + offsetAt(zone, at)) / DAY);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (at < startOfDay(zone, day)) day -= 1;
    else if (at >= startOfDay(zone, day + 1)) day += 1;
    else return day;
  }
  throw new RangeError(`No local day of ${zone} holds ${at}.`);
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
  const day = dayOf(zone, utcDay);
  return typeof day === 'number' ? [{ start: utcDay * DAY, offset: day }] : day;
}

function dayOf(zone: string, utcDay: number): number | Stretch[] {
  const { format, days } = zoneOf(zone);
  const known = days.get(utcDay);
  if (known !== undefined) return known;
  const asked = askDay(format, utcDay);
  rememberDay(days, utcDay, asked);
  return asked;
}
