import * as z from 'zod';
import type { RequestContext } from '../http/context.ts';
import { accepting, DUPLICATE } from '../messages.ts';
import { DIRECTIONS } from '../records/interaction-fields.ts';
import { dateOfDay } from '../time/dates.ts';
import { ACCEPTED_BOUND, ACCEPTED_ZONE, boundError, type Period, resolvePeriod } from '../time/period.ts';
import { isZone } from '../time/zones.ts';

/** The accepted bounds of a period, for parameter descriptions. */
export const BOUND_DESCRIPTION = 'A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant';

/** By default, a period starts this many days before its last day. */
export const DEFAULT_DAYS = 30;

/** The parameter for the time zone of dates and hours. */
export const zoneParameter = z
  .string({ error: accepting(ACCEPTED_ZONE) })
  .refine(isZone)
  .optional()
  .describe("An IANA time zone; the tenant's by default.");

/** The filter by direction, of every read that counts interactions, their ratings or their reviews. */
export const directionParameter = {
  direction: z
    .enum(DIRECTIONS)
    .optional()
    .describe(
      'Only interactions in this direction, with their ratings and reviews; all filters together must hold.',
    ),
};

/** The filter that `directionParameter` specifies. */
export function directionFilter(query: { direction?: string | undefined }): { direction?: string } {
  return query.direction === undefined ? {} : { direction: query.direction };
}

/** A bound of a period, checked but not resolved, so that its errors are listed with those of other fields. */
export const bound = z.string({ error: accepting(ACCEPTED_BOUND) }).superRefine((text, refinement) => {
  const message = boundError(text);
  if (message !== undefined) refinement.addIssue({ code: 'custom', message });
});

/**
 * The period that a request specifies with the parameters in `names` and `tz`. Throws InvalidInput for an unknown zone,
 * an invalid bound, a reversed or too long range.
 */
export function periodFromQuery<Name extends string>(
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

/** A query parameter for a whole number from `min` to `max`, in decimal digits. */
export function wholeParameter(min: number, max: number) {
  return z
    .string({ error: accepting(`a whole number from ${min} to ${max}`) })
    .regex(/^\d{1,15}$/)
    .transform(Number)
    .pipe(z.int().min(min).max(max));
}

const MAX_ID_CHARACTERS = 200;

/** A record id to filter by. */
export const idField = z.string().min(1).max(MAX_ID_CHARACTERS);

/** A list of at most `max` distinct items. */
export function distinct<Item extends z.ZodType<string>>(item: Item, max: number) {
  return z
    .array(item)
    .max(max, { abort: true })
    .superRefine((values, refinement) => {
      const seen = new Set<string>();
      values.forEach((value, index) => {
        if (seen.has(value)) {
          refinement.addIssue({ code: 'custom', path: [index], message: DUPLICATE });
        }
        seen.add(value);
      });
    });
}

/** The time zone, as a query parameter of requests with a body. */
export const zoneQuery = z.strictObject({
  tz: zoneParameter,
});

/**
 * The period that `dateFrom` and `dateTo` of a body specify, and its first and last local date. Defaults are the same
 * as in reads. Throws InvalidInput for an unknown zone, an invalid bound, a reversed or too long range.
 */
export function periodOfBody(
  { tenant, now }: Pick<RequestContext, 'tenant' | 'now'>,
  body: { dateFrom?: string | undefined; dateTo?: string | undefined },
  tz: string | undefined,
): { from: string; to: string; period: Period } {
  const period = periodFromQuery({ tenant, now }, { ...body, tz }, { from: 'dateFrom', to: 'dateTo' });
  return { from: dateOfDay(period.fromDay), to: dateOfDay(period.toDay), period };
}
