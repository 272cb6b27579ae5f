import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { ACCEPTED_YEARS, dayOfDate, isAcceptedYear } from './dates.ts';
import { instantOf, isZone, localDay, startOfDay } from './zones.ts';

/** Accepted instants are less than two days outside the accepted years, whatever the zone or offset. */
const SLACK_DAYS = 2;
const FIRST_DAY = dayOfDate(`${BOUNDS.firstYear.value}-01-01`)! - SLACK_DAYS;
const LAST_DAY = dayOfDate(`${BOUNDS.lastYear.value}-12-31`)! + SLACK_DAYS;

/**
 * Like `resolvePeriod`, but an absent bound is open, and the length is not limited. Open ends are local midnights in
 * the tenant's zone, so that rollups cover them. Throws InvalidInput for an unknown zone, an invalid bound or a
 * reversed range.
 */
export function resolveOpenPeriod(request: Omit<PeriodRequest, 'now' | 'defaultDays'>): Period {
  const { from, to, tz, tenantZone, names } = request;
  const zone = resolveZone(tz, tenantZone);
  const start = from === undefined ? startOfDay(tenantZone, FIRST_DAY) : startBound(from, zone, names.from);
  const end = to === undefined ? startOfDay(tenantZone, LAST_DAY + 1) : endBound(to, zone, names.to);
  if (start >= end) fail(names.from, `Must not be after ${names.to}.`);
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}

/** A half-open span [start, end) in seconds UTC, with the local dates of `zone` that it touches. */
export interface Period {
  start: number;
  end: number;
  zone: string;
  /** Day number of the local date of `start`. */
  fromDay: number;
  /** Day number of the local date of the last second. */
  toDay: number;
  /** When the same request means another period, seconds UTC; absent if never. */
  movesAt?: number;
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
/** What a bound of a period accepts: a noun phrase for error messages. */
export const ACCEPTED_BOUND = 'a date YYYY-MM-DD or an instant such as 2026-02-01T09:30:00Z';
const NOT_A_BOUND = `Must be ${ACCEPTED_BOUND}.`;
const OUT_OF_RANGE = `Must be in ${ACCEPTED_YEARS}.`;
const NO_REAL_OFFSET = 'Must have an offset from -18:59 to +18:59.';
/** What a time zone accepts: a noun phrase for error messages. */
export const ACCEPTED_ZONE = 'an IANA time zone such as Europe/Paris';

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
    fail(names.from, `The period must have at most ${MAX_DAYS} days; it has ${toDay - fromDay + 1}.`);
  }
  return { start, end, zone, fromDay, toDay, ...(request.to === undefined && { movesAt: end }) };
}

/** The same number of local days, directly before a period's first day. */
export function periodBefore({ fromDay, toDay, zone, movesAt }: Period): Period {
  const first = fromDay - (toDay - fromDay + 1);
  return {
    start: startOfDay(zone, first),
    end: startOfDay(zone, fromDay),
    zone,
    fromDay: first,
    toDay: fromDay - 1,
    ...(movesAt !== undefined && { movesAt }),
  };
}

/** The zone of a request. Throws InvalidInput if it is not an IANA name. */
function resolveZone(tz: string | undefined, tenantZone: string): string {
  if (tz === undefined) return tenantZone;
  if (!isZone(tz)) {
    fail('tz', `Must be ${ACCEPTED_ZONE}.`);
  }
  return tz;
}

/** First second UTC of a lower bound. Throws InvalidInput with the parameter's name, also for a year not accepted. */
function startBound(text: string, zone: string, name: string): number {
  const bound = readBound(text, name);
  return 'day' in bound ? startOfDay(zone, bound.day) : instantIn(zone, bound);
}

/** First second UTC after an upper bound, which is inclusive as written. Throws InvalidInput like `startBound`. */
function endBound(text: string, zone: string, name: string): number {
  const bound = readBound(text, name);
  return 'day' in bound ? startOfDay(zone, bound.day + 1) : instantIn(zone, bound) + 1;
}

/** What is wrong with a bound of a period in any zone, as a sentence; undefined if nothing is. */
export function boundError(text: string): string | undefined {
  const bound = parseBound(text);
  return typeof bound === 'string' ? bound : undefined;
}

function readBound(text: string, name: string): Bound {
  const bound = parseBound(text);
  return typeof bound === 'string' ? fail(name, bound) : bound;
}

/** A day number, or local seconds with the offset from UTC if it was written. */
type Bound = { day: number } | { wall: number; offset: number | undefined };

const INSTANT =
  /^(\d{4}-\d{2}-\d{2})[Tt](\d{2}):(\d{2})(?::(\d{2})(?:[.,]\d+)?)?(?:([Zz])|([+\- ])(\d{2}):?(\d{2}))?$/;

/**
 * Parses a bound, or returns what is accepted. Checks the year as written, whatever the offset, so that the first and
 * last accepted day are complete in every zone.
 */
function parseBound(text: string): Bound | string {
  const match = INSTANT.exec(text);
  const date = match?.[1] ?? text;
  const day = dayOfDate(date);
  if (day === undefined) return NOT_A_BOUND;
  if (!isAcceptedYear(date)) return OUT_OF_RANGE;
  if (!match) return { day };
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4] ?? 0)];
  if (hours > 23 || minutes > 59 || seconds > 59) return NOT_A_BOUND;
  const wall = day * 86_400 + hours * 3_600 + minutes * 60 + seconds;
  if (match[5]) return { wall, offset: 0 };
  if (!match[6]) return { wall, offset: undefined };
  const [offsetHours, offsetMinutes] = [Number(match[7]), Number(match[8])];
  if (offsetHours > 18 || offsetMinutes > 59) return NO_REAL_OFFSET;
  const offset = offsetHours * 3_600 + offsetMinutes * 60;
  return { wall, offset: match[6] === '-' ? -offset : offset };
}

function instantIn(zone: string, { wall, offset }: { wall: number; offset: number | undefined }): number {
  return offset === undefined ? instantOf(zone, wall) : wall - offset;
}

/** Throws the InvalidInput of a parameter of the period. */
function fail(path: string, message: string): never {
  throw invalidInput('The period', [{ path, message }]);
}
