import { dateOfDay, firstOfMonth, mondayOf } from './dates.ts';

/** Units of whole local days. Their names are those of the grains that group by them. */
const CALENDAR_UNITS = ['day', 'week', 'month', 'quarter', 'year'] as const;
export type CalendarUnit = (typeof CALENDAR_UNITS)[number];

/** The days that a week may begin with. */
export const WEEK_STARTS = ['monday', 'sunday', 'saturday'] as const;
export type WeekStart = (typeof WEEK_STARTS)[number];

/** How many days before Monday a week begins. */
const DAYS_BEFORE_MONDAY: Readonly<Record<WeekStart, number>> = { monday: 0, sunday: 1, saturday: 2 };

/** The months of the units that consist of whole months. */
const MONTHS = { month: 1, quarter: 3, year: 12 } as const;

/** Whether a unit consists of calendar months. */
export function isOfMonths(unit: CalendarUnit): unit is keyof typeof MONTHS {
  return unit in MONTHS;
}

/** Day number of the first day of the unit that contains `day`. */
export function firstOfUnit(unit: CalendarUnit, day: number, weekStart: WeekStart = 'monday'): number {
  if (unit === 'day') return day;
  if (unit === 'week') {
    const shift = DAYS_BEFORE_MONDAY[weekStart];
    return mondayOf(day + shift) - shift;
  }
  const month = new Date(day * 86_400_000).getUTCMonth();
  return plusMonths(firstOfMonth(day), -(month % MONTHS[unit]));
}

/** Day number of the first day of the unit that is `count` units after the one that begins on `first`. */
export function plusUnits(unit: CalendarUnit, first: number, count: number): number {
  if (unit === 'day') return first + count;
  return unit === 'week' ? first + 7 * count : plusMonths(first, MONTHS[unit] * count);
}

/** The same date so many months later; the last day of the month if that month is too short. */
export function plusMonths(day: number, months: number): number {
  const date = new Date(day * 86_400_000);
  const first =
    new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + months, 1) / 86_400_000;
  return Math.min(first + date.getUTCDate() - 1, first + daysInMonth(first) - 1);
}

/** Number of days of the month that begins on `first`. */
export function daysInMonth(first: number): number {
  const date = new Date(first * 86_400_000);
  const next = new Date(0).setUTCFullYear(date.getUTCFullYear(), date.getUTCMonth() + 1, 1) / 86_400_000;
  return next - first;
}

/** The largest unit that the days from `first` to `last` are exactly; undefined if they are none. */
export function unitOfDays(first: number, last: number, weekStart: WeekStart): CalendarUnit | undefined {
  return CALENDAR_UNITS.findLast(
    (unit) => firstOfUnit(unit, first, weekStart) === first && plusUnits(unit, first, 1) === last + 1,
  );
}

/** `YYYY-MM-DD` of the first and last day of the unit that is `count` units from the one that contains `day`. */
export function datesOfUnit(
  unit: CalendarUnit,
  day: number,
  count: number,
  weekStart: WeekStart,
): { from: string; to: string } {
  const first = plusUnits(unit, firstOfUnit(unit, day, weekStart), count);
  return { from: dateOfDay(first), to: dateOfDay(plusUnits(unit, first, 1) - 1) };
}
