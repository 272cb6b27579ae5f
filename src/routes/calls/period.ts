import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Filter } from '../../metrics/question.ts';
import { type Period, resolvePeriod } from '../../time/period.ts';

const ACCEPTED = 'A date YYYY-MM-DD in the zone asked for, or an ISO 8601 instant';

/** The parameters that every read of contract 000 takes. */
export const callsQuery = z.strictObject({
  date_from: z
    .string()
    .optional()
    .describe(`${ACCEPTED}; by default 30 days (hourly: 7) before date_to's date.`),
  date_to: z.string().optional().describe(`${ACCEPTED}; included. Today by default.`),
  department_id: z.string().optional().describe('Only this department.'),
  tz: z.string().optional().describe("An IANA time zone; the tenant's by default."),
});

interface Asked {
  date_from?: string | undefined;
  date_to?: string | undefined;
  department_id?: string | undefined;
  tz?: string | undefined;
}

/** The period and filter that a request of contract 000 means. Throws InvalidInput for bad bounds. */
export function callsScope(
  { tenant, now }: RequestContext,
  query: Asked,
  defaultDays = 30,
): { period: Period; filter: Filter } {
  const period = resolvePeriod({
    from: query.date_from,
    to: query.date_to,
    tz: query.tz,
    tenantZone: tenant.timeZone,
    now,
    defaultDays,
    names: { from: 'date_from', to: 'date_to' },
  });
  return { period, filter: query.department_id === undefined ? {} : { department: query.department_id } };
}
