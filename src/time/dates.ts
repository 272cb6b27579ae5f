import { BOUNDS } from '../bounds.ts';

const DAY_MS = 86_400_000;

/** Day number (days since 1970-01-01) of a `YYYY-MM-DD` date, or undefined if there is no such date. */
export function dayOfDate(text: string): number | undefined {
  const match = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!match) return undefined;
  const day = dayOf(Number(match[1]), Number(match[2]) - 1, Number(match[3]));
  return dateOfDay(day) === text ? day : undefined;
}

/** Whether a date or an instant that begins with `YYYY` is in a year that is accepted from callers. */
export function isAcceptedYear(text: string): boolean {
  const year = Number(text.slice(0, 4));
  return year >= BOUNDS.firstYear.value && year <= BOUNDS.lastYear.value;
}

/** The years that are accepted from callers, to end a message about one that is not. */
export const ACCEPTED_YEARS = `the years ${BOUNDS.firstYear.value} to ${BOUNDS.lastYear.value} are accepted`;

/** `YYYY-MM-DD` of a day number. */
export function dateOfDay(day: number): string {
  return new Date(day * DAY_MS).toISOString().slice(0, 10);
}

/** Day number of the Monday of the ISO week that holds `day`. */
export function mondayOf(day: number): number {
  return day - ((((day + 3) % 7) + 7) % 7);
}

/** Day number of the first of the month that holds `day`. */
export function firstOfMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth(), 1);
}

/** Day number of the first of the month after the one that holds `day`. */
export function firstOfNextMonth(day: number): number {
  const date = new Date(day * DAY_MS);
  return dayOf(date.getUTCFullYear(), date.getUTCMonth() + 1, 1);
}

/** Day number of a date; months count from 0. `Date.UTC` would read the years 0 to 99 as 1900 to 1999. */
function dayOf(year: number, month: number, date: number): number {
  return new Date(0).setUTCFullYear(year, month, date) / DAY_MS;
}

/** `YYYY-MM-DDTHH:MM:SSZ` of whole seconds UTC. */
export function isoInstant(at: number): string {
  return new Date(at * 1_000).toISOString().replace('.000Z', 'Z');
}
