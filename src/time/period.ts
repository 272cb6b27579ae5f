import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { ACCEPTED_YEARS, dayOfDate, isAcceptedYear } from './dates.ts';
import { instantOf, isZone, localDay, startOfDay } from './zones.ts';

/** A half-open span [start, end) in seconds UTC, with the local dates of `zone` that it touches. */
export interface Period {
  start: number;
  end: number;
  zone: string;
  /** Day number of the local date of `start`. */
  fromDay: number;
  /** Day number of the local date of the last second. */
  toDay: number;
}

export interface PeriodRequest {
  /** As sent: a date or an instant; absent for the default. */
  from?: string | undefined;
  to?: string | undefined;
  /** An IANA zone; absent for the tenant's zone. */
  tz?: string | undefined;
  tenantZone: string;
  now: number;
  /** By default the period begins this many days before the date of `to`. */
  defaultDays: number;
  /** Names of the two parameters, for error messages. */
  names: { from: string; to: string };
}

const MAX_DAYS = BOUNDS.periodDays.value;
const ACCEPTED = 'a date YYYY-MM-DD or an instant such as 2026-02-01T09:30:00Z';

/**
 * Resolves the period of a request. Dates are local midnights in `tz`. `to` includes its day if it is a date, and its
 * second if it is an instant. Throws InvalidInput for an unknown zone, an invalid bound, or a reversed or too long
 * range.
 */
export function resolvePeriod(request: PeriodRequest): Period {
  const zone = resolveZone(request.tz, request.tenantZone);
  const { names } = request;
  const end =
    request.to === undefined
      ? startOfDay(zone, localDay(zone, request.now) + 1)
      : endBound(request.to, zone, names.to);
  const toDay = localDay(zone, end - 1);
  const start =
    request.from === undefined
      ? startOfDay(zone, toDay - request.defaultDays)
      : startBound(request.from, zone, names.from);
  if (start >= end) fail(names.from, `Must not be after ${names.to}.`);
  const fromDay = localDay(zone, start);
  if (toDay - fromDay + 1 > MAX_DAYS) {
    fail(
      names.from,
      `The period must have at most ${MAX_DAYS} days; it has ${toDay - fromDay + 1}.`,
    );
  }
  return { start, end, zone, fromDay, toDay };
}

/** The same number of local days, directly before a period's first day. */
export function periodBefore({ fromDay, toDay, zone }: Period): Period {
  const first = fromDay - (toDay - fromDay + 1);
  return {
    start: startOfDay(zone, first),
    end: startOfDay(zone, fromDay),
    zone,
    fromDay: first,
    toDay: fromDay - 1,
  };
}

/** The zone of a request. Throws InvalidInput if it is not an IANA name. */
export function resolveZone(tz: string | undefined, tenantZone: string): string {
  if (tz === undefined) return tenantZone;
  if (!isZone(tz)) {
    fail('tz', 'Must be an IANA time zone such as Europe/Paris.');
  }
  return tz;
}

/** First second UTC of a lower bound. Throws InvalidInput with the parameter's name, also for a year not accepted. */
export function startBound(text: string, zone: string, name: string): number {
  const day = acceptedDay(text, name);
  return day === undefined ? instant(text, zone, name) : startOfDay(zone, day);
}

/** First second UTC after an upper bound, which is inclusive as written. Throws InvalidInput like `startBound`. */
export function endBound(text: string, zone: string, name: string): number {
  const day = acceptedDay(text, name);
  return day === undefined ? instant(text, zone, name) + 1 : startOfDay(zone, day + 1);
}

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:([Zz])|([+\- ])(\d{2}):?(\d{2}))?$/;

function instant(text: string, zone: string, name: string): number {
  const match = INSTANT.exec(text);
  const day = match ? acceptedDay(match[1]!, name) : undefined;
  const [hours, minutes, seconds] = [Number(match?.[2]), Number(match?.[3]), Number(match?.[4] ?? 0)];
  if (!match || day === undefined || hours > 23 || minutes > 59 || seconds > 59) {
    return fail(name, `Must be ${ACCEPTED}.`);
  }
  const wall = day * 86_400 + hours * 3_600 + minutes * 60 + seconds;
  if (match[5]) return wall;
  if (!match[6]) return instantOf(zone, wall);
  const [offsetHours, offsetMinutes] = [Number(match[7]), Number(match[8])];
  if (offsetHours > 18 || offsetMinutes > 59) {
    fail(name, 'Must have an offset from -18:59 to +18:59.');
  }
  const offset = offsetHours * 3_600 + offsetMinutes * 60;
  return match[6] === '-' ? wall + offset : wall - offset;
}

/**
 * Day number of a date, or undefined if it is not one. Checks the year as written, whatever the offset, so that the
 * first and last accepted day are complete in every zone.
 */
function acceptedDay(date: string, name: string): number | undefined {
  const day = dayOfDate(date);
  if (day !== undefined && !isAcceptedYear(date)) {
    fail(name, `Must be in ${ACCEPTED_YEARS}.`);
  }
  return day;
}

/** Throws the InvalidInput of a parameter of the period. */
export function fail(path: string, message: string): never {
  throw invalidInput('The period', [{ path, message }]);
}
