import { InvalidInput } from '../errors.ts';
import { endBound, type Period, type PeriodRequest, resolveZone, startBound } from './period.ts';
import { localDay, startOfDay } from './zones.ts';

/** Records hold instants from 1970 to 2100; whatever the zone, these days lie beyond them. */
const FIRST_DAY = -2;
const LAST_DAY = Date.UTC(2101, 0, 2) / 86_400_000;

/**
 * As `resolvePeriod`, but a bound that is not given is open, and the range has no limit. Open ends are local
 * midnights of the tenant's zone, so that rollups cover them. Throws InvalidInput for an unknown zone, a bad
 * bound or a reversed range.
 */
export function resolveOpenPeriod(request: Omit<PeriodRequest, 'now' | 'defaultDays'>): Period {
  const { from, to, tz, tenantZone, names } = request;
  const zone = resolveZone(tz, tenantZone);
  const given = {
    start: from === undefined ? undefined : startBound(from, zone, names.from),
    end: to === undefined ? undefined : endBound(to, zone, names.to),
  };
  const open = { start: startOfDay(tenantZone, FIRST_DAY), end: startOfDay(tenantZone, LAST_DAY + 1) };
  const start = given.start ?? Math.min(open.start, (given.end ?? open.end) - 1);
  const end = given.end ?? Math.max(open.end, start + 1);
  if (start >= end) {
    const message = `${names.from} lies after ${names.to}.`;
    throw new InvalidInput(message, [{ path: names.from, message }]);
  }
  return { start, end, zone, fromDay: localDay(zone, start), toDay: localDay(zone, end - 1) };
}
