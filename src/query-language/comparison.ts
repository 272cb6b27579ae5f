import { invalidInput } from '../error-list.ts';
import {
  daysInMonth,
  firstOfUnit,
  isOfMonths,
  plusMonths,
  plusUnits,
  unitOfDays,
} from '../time/calendar-units.ts';
import { isoInstant } from '../time/dates.ts';
import type { Period } from '../time/period.ts';
import { instantOf, localDay, offsetAt, startOfDay } from '../time/zones.ts';
import { type Clock, type ResolvedPeriod, resolvedPeriod } from './period.ts';

const DAY = 86_400;

/** What a period is compared with. */
export type Comparison = 'previous' | 'previous_elapsed' | 'previous_year' | { from: string; to: string };

/**
 * The period that a query compares with. Throws InvalidInput, with paths below `compare`, for invalid bounds, and if
 * nothing of the period has elapsed yet although that is what is compared.
 */
export function comparedPeriod(comparison: Comparison, resolved: ResolvedPeriod, clock: Clock): Period {
  if (typeof comparison !== 'string') return resolvedPeriod(comparison, clock, 'compare').period;
  if (comparison === 'previous_year') return yearBefore(resolved);
  const before = previous(resolved, clock);
  if (comparison === 'previous') return before;
  return { ...elapsedPart(before, resolved, clock), movesAt: clock.now + 1 };
}

/** The month, quarter or year before one; as many dates before other dates; as many seconds before instants. */
function previous({ period, isOfDates }: ResolvedPeriod, { weekStart }: Clock): Period {
  const { start, end, zone, fromDay, toDay } = period;
  if (!isOfDates) return periodOf(zone, start - (end - start), start);
  const unit = unitOfDays(fromDay, toDay, weekStart);
  const first = unit && isOfMonths(unit) ? plusUnits(unit, fromDay, -1) : fromDay - (toDay - fromDay + 1);
  return periodOf(zone, startOfDay(zone, first), startOfDay(zone, fromDay));
}

/** The same dates, or the same local time, a year before. 29 February becomes the 28th. */
function yearBefore({ period: { start, end, zone, fromDay, toDay }, isOfDates }: ResolvedPeriod): Period {
  if (isOfDates) {
    const [first, last] = [plusMonths(fromDay, -12), plusMonths(toDay, -12)];
    return periodOf(zone, startOfDay(zone, first), startOfDay(zone, last + 1));
  }
  return periodOf(zone, instantYearBefore(zone, start), instantYearBefore(zone, end - 1) + 1);
}

function instantYearBefore(zone: string, at: number): number {
  const wall = at + offsetAt(zone, at);
  const day = Math.floor(wall / DAY);
  return instantOf(zone, plusMonths(day, -12) * DAY + (wall - day * DAY));
}

/** As much of the period before as has elapsed of the period. All of it, if the period is over. */
function elapsedPart(before: Period, resolved: ResolvedPeriod, clock: Clock): Period {
  const { start, end } = resolved.period;
  const { now, zone } = clock;
  if (now >= end - 1) return before;
  if (now < start) {
    const message = `Nothing of the period has elapsed: it begins at ${isoInstant(start)}. Use previous instead.`;
    throw invalidInput('The query', [{ path: 'compare', message }]);
  }
  if (!resolved.isOfDates) return periodOf(zone, before.start, before.start + (now + 1 - start));
  return periodOf(zone, before.start, Math.min(elapsedEnd(before, resolved, clock), before.end));
}

/**
 * Where the part of dates ends: after as many days and the same time of day. In units of months after as many months;
 * a month that is too short has elapsed altogether.
 */
function elapsedEnd(before: Period, { period }: ResolvedPeriod, { now, zone, weekStart }: Clock): number {
  const today = localDay(zone, now);
  const timeOfDay = now + offsetAt(zone, now) - today * DAY;
  const unit = unitOfDays(period.fromDay, period.toDay, weekStart);
  const at = (day: number): number => instantOf(zone, day * DAY + timeOfDay) + 1;
  if (!unit || !isOfMonths(unit)) return at(before.fromDay + (today - period.fromDay));
  const month = firstOfUnit('month', today);
  const months = monthsBetween(period.fromDay, month);
  const monthBefore = plusMonths(before.fromDay, months);
  const days = today - month;
  if (days >= daysInMonth(monthBefore)) return startOfDay(zone, plusMonths(monthBefore, 1));
  return at(monthBefore + days);
}

/** Months from the first day of one month to that of another. */
function monthsBetween(from: number, to: number): number {
  const [a, b] = [new Date(from * DAY * 1_000), new Date(to * DAY * 1_000)];
  return (b.getUTCFullYear() - a.getUTCFullYear()) * 12 + b.getUTCMonth() - a.getUTCMonth();
}

function periodOf(zone: string, start: number, end: number): Period {
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}
