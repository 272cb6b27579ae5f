/**
 * IANA zones on whole seconds UTC. A *day number* counts days since 1970-01-01. A local day of a zone is the half-open
 * span from the first instant with its date to the first instant with the next date.
 */

import { askDay, MAX_OFFSET, rememberDay, type Stretch, zoneOf } from './zone-cache.ts';

export { isZone } from './zone-cache.ts';

const DAY = 86_400;
/** How many days a local date may be from the one that the offset yields, where clocks skip or repeat a day. */
const MAX_STEPS = 3;

/** Offset of `zone` from UTC in seconds at the instant `at` (seconds UTC). */
export function offsetAt(zone: string, at: number): number {
  const day = dayOf(zone, Math.floor(at / DAY));
  if (typeof day === 'number') return day;
  return (day.findLast(({ start }) => start <= at) ?? day[0]!).offset;
}

/** First second UTC of local day `day`. If the zone skips the day, that of the day after it. */
export function startOfDay(zone: string, day: number): number {
  const { dayStarts } = zoneOf(zone);
  const known = dayStarts.get(day);
  if (known !== undefined) return known;
  const start = firstInstant(zone, day * DAY);
  rememberDay(dayStarts, day, start);
  return start;
}

/**
 * Day number of the local day that contains the instant `at` (seconds UTC). Throws RangeError if the zone's days are
 * not in order around it.
 */
export function localDay(zone: string, at: number): number {
  let day = Math.floor((at + offsetAt(zone, at)) / DAY);
  for (let step = 0; step < MAX_STEPS; step += 1) {
    if (at < startOfDay(zone, day)) day -= 1;
    else if (at >= startOfDay(zone, day + 1)) day += 1;
    else return day;
  }
  throw new RangeError(`No local day of ${zone} contains ${at}.`);
}

/**
 * Converts a local wall-clock time, in seconds since 1970-01-01T00:00 on that clock, to seconds UTC. A time in a gap is
 * moved forward by the gap; for a time that occurs twice, the first one is returned.
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

/** Local hour of the day, 0–23, at `at` (seconds UTC). */
export function localHour(zone: string, at: number): number {
  const wall = at + offsetAt(zone, at);
  return Math.floor((((wall % DAY) + DAY) % DAY) / 3_600);
}

/** Local day of the week, Sunday 0, at `at` (seconds UTC). */
export function localWeekday(zone: string, at: number): number {
  const day = Math.floor((at + offsetAt(zone, at)) / DAY);
  return (((day + 4) % 7) + 7) % 7;
}

/** The first instant, in seconds UTC, at which the wall clock has reached `wallSeconds`. */
function firstInstant(zone: string, wallSeconds: number): number {
  const around = stretchesBetween(zone, wallSeconds - MAX_OFFSET, wallSeconds + MAX_OFFSET);
  for (const [index, stretch] of around.entries()) {
    const at = Math.max(stretch.start, wallSeconds - stretch.offset);
    const end = around[index + 1]?.start ?? Number.POSITIVE_INFINITY;
    if (at < end) return at;
  }
  throw new Error(`No instant of ${zone} reaches ${wallSeconds}.`);
}

/** The stretches of constant offset that touch the UTC days of [from, to], in order. Both bounds in seconds UTC. */
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
