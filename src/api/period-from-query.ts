import * as z from 'zod';
import type { RequestContext } from '../http/context.ts';
import { type Period, resolvePeriod } from '../time/period.ts';

/** The accepted bounds of a period, for parameter descriptions. */
export const ACCEPTED_BOUND = 'A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant';

/** By default, a period starts this many days before its last day. */
export const DEFAULT_DAYS = 30;

/** The parameter for the time zone of dates and hours. */
export const zoneParameter = z.string().optional().describe("An IANA time zone; the tenant's by default.");

/**
 * The period that a request specifies with the parameters in `names` and `tz`. Throws InvalidInput for an unknown zone,
 * an invalid bound, a reversed or too long range.
 */
export function askedPeriod<Name extends string>(
  { tenant, now }: Pick<RequestContext, 'tenant' | 'now'>,
  asked: Readonly<Partial<Record<Name | 'tz', string | undefined>>>,
  names: { from: Name; to: Name },
  defaultDays = DEFAULT_DAYS,
): Period {
  return resolvePeriod({
    from: asked[names.from],
    to: asked[names.to],
    tz: asked.tz,
    tenantZone: tenant.timeZone,
    now,
    defaultDays,
    names,
  });
}
