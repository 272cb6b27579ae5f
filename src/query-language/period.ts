import { datesOfUnit, plusMonths, type WeekStart } from '../time/calendar-units.ts';
import { dateOfDay, isoInstant } from '../time/dates.ts';
import { type Period, resolvePeriod } from '../time/period.ts';
import { localDay, startOfDay } from '../time/zones.ts';

const DEFAULT_DAYS = 30;

/** Units that end with their last date, and how many units from today they are. */
const PRESET_UNITS = {
  today: ['day', 0],
  yesterday: ['day', -1],
  this_week: ['week', 0],
  last_week: ['week', -1],
  this_month: ['month', 0],
  last_month: ['month', -1],
  this_quarter: ['quarter', 0],
  last_quarter: ['quarter', -1],
  this_year: ['year', 0],
} as const;
type Preset = keyof typeof PRESET_UNITS;
export const PRESETS = Object.keys(PRESET_UNITS) as [Preset, ...Preset[]];

/** An ISO 8601 duration of one unit of dates, or of hours and minutes. */
export const LAST_PATTERN = /^P(?=\d|T\d)(?:[1-9]\d{0,3}[DWMY]|T(?:[1-9]\d{0,4}H)?(?:[1-9]\d{0,6}M)?)$/;

/** A period as it is written. */
export interface AskedPeriod {
  from?: string | undefined;
  to?: string | undefined;
  last?: string | undefined;
  preset?: Preset | undefined;
}

/** When and where a query is asked. */
export interface Clock {
  /** Seconds UTC. */
  now: number;
  /** An IANA zone: dates are local dates there. */
  zone: string;
  weekStart: WeekStart;
}

/** A period with its bounds in their plainest form: asked again with these, it is the same. */
export interface ResolvedPeriod {
  period: Period;
  from: string;
  to: string;
  /** Whether both bounds are dates. */
  isOfDates: boolean;
}

/**
 * Resolves the period of a query, whose dates are local dates. Throws InvalidInput, with paths below `path`, for an
 * invalid bound, a reversed or too long range.
 */
export function resolvedPeriod(asked: AskedPeriod, clock: Clock, path = 'period'): ResolvedPeriod {
  const { zone, now } = clock;
  const { from, to } = writtenBounds(asked, clock);
  const bounds = asked.last === undefined ? ['from', 'to'] : ['last', 'last'];
  const [fromPath, toPath] = bounds.map((name) => `${path}.${name}`) as [string, string];
  const period = resolvePeriod({
    from,
    to,
    tz: zone,
    tenantZone: zone,
    now,
    defaultDays: DEFAULT_DAYS,
    names: { from: fromPath, to: toPath },
  });
  return {
    period:
      asked.from === undefined && asked.to === undefined
        ? { ...period, movesAt: movesAt(asked, clock) }
        : period,
    from: isDate(from) ? dateOfDay(period.fromDay) : isoInstant(period.start),
    to: isDate(to) ? dateOfDay(period.toDay) : isoInstant(period.end - 1),
    isOfDates: isDate(from) && isDate(to),
  };
}

/** When a period that is counted from now is another one: in the next second, or with the next local date. */
function movesAt({ last = '' }: AskedPeriod, { now, zone }: Clock): number {
  return last.startsWith('PT') ? now + 1 : startOfDay(zone, localDay(zone, now) + 1);
}

/** Whether a bound, by default a date, is one. */
function isDate(bound: string | undefined): boolean {
  return bound === undefined || /^\d{4}-\d{2}-\d{2}$/.test(bound);
}

function writtenBounds(
  { from, to, last, preset }: AskedPeriod,
  { now, zone, weekStart }: Clock,
): Pick<AskedPeriod, 'from' | 'to'> {
  if (preset !== undefined) {
    const [unit, count] = PRESET_UNITS[preset];
    return datesOfUnit(unit, localDay(zone, now), count, weekStart);
  }
  return last === undefined ? { from, to } : lastBounds(last, now, zone);
}

/** Dates count back from today, which is the last of them; hours and minutes from the end of this second. */
function lastBounds(duration: string, now: number, zone: string): { from: string; to: string } {
  const [, count, unit, hours = '0', minutes = '0'] =
    /^P(?:(\d+)([DWMY])|T(?:(\d+)H)?(?:(\d+)M)?)$/.exec(duration) ?? [];
  if (unit === undefined) {
    const seconds = Number(hours) * 3_600 + Number(minutes) * 60;
    return { from: isoInstant(now + 1 - seconds), to: isoInstant(now) };
  }
  const today = localDay(zone, now);
  return { from: dateOfDay(firstOfLast(today, Number(count), unit)), to: dateOfDay(today) };
}

function firstOfLast(today: number, count: number, unit: string): number {
  if (unit === 'D') return today - count + 1;
  if (unit === 'W') return today - 7 * count + 1;
  return plusMonths(today, unit === 'M' ? -count : -12 * count) + 1;
}
