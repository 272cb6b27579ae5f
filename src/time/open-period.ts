import { BOUNDS } from '../bounds.ts';
import { dayOfDate } from './dates.ts';
import { endBound, fail, type Period, type PeriodRequest, resolveZone, startBound } from './period.ts';
import { localDay, startOfDay } from './zones.ts';

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
