import { BOUNDS } from '../bounds.ts';
import { offsetAt } from './zones.ts';

const DAY_MS = 86_400_000;

/** Day number (days since 1970-01-01) of a `YYYY-MM-DD` date, or undefined if the date does not exist. */
export function dayOfDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = dayOf(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dateOfDay(day) === text ? day : undefined;
}

/** Whether the year of a date or instant that begins with `YYYY` is accepted from callers. */
export function isAcceptedYear(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= BOUNDS.firstYear.value && year <= BOUNDS.lastYear.value;
}

/** The accepted years, to end a message about a year outside them. */
export const ACCEPTED_YEARS = `the years ${BOUNDS.firstYear.value} to ${BOUNDS.lastYear.value}`;

/** The `YYYY-MM-DD` date of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Day number of the Monday of the ISO week of `day`. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** Day number of the first day of the month of `day`. */
export function firstOfMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Day number of a date; months count from 0. Not `Date.UTC`, which reads the years 0 to 99 as 1900 to 1999. */
function dayOf(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month, date) / DAY_MS;
}

/** Formats whole seconds UTC as `YYYY-MM-DDTHH:MM:SSZ`. */
export function isoInstant(at: number): string {
  return new Date(at * 1_000).toISOString().replace('.000Z', 'Z');
}

/**
 * Returns a function that formats seconds UTC as local time of `zone` (an IANA name) with its offset:
 * `2026-03-02T10:15:00+01:00`. Offsets with seconds, which no zone has had since 1972, are truncated to minutes; the
 * formatted instant stays exact.
 */
export function localInstants(zone: string): (seconds: number) => string {
  return (seconds) => {
    const minutes = Math.trunc(offsetAt(zone, seconds) / 60);
    const wall = new Date((seconds + minutes * 60) * 1_000).toISOString().slice(0, 19);
    const size = Math.abs(minutes);
    return `${wall}${minutes < 0 ? '-' : '+'}${twoDigits(Math.floor(size / 60))}:${twoDigits(size % 60)}`;
  };
}

function twoDigits(value: number): string {
  return String(value).padStart(2, '0');
}
