import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Filter } from '../../query/query.ts';
import type { Period } from '../../time/period.ts';
import {
  BOUND_DESCRIPTION,
  bound,
  directionFilter,
  directionParameter,
  periodFromQuery,
  zoneParameter,
} from '../parameters.ts';

/** The parameters of all reads of the calls contract. */
export const callsQuery = z.strictObject({
  date_from: bound
    .optional()
    .describe(`${BOUND_DESCRIPTION}; by default 30 days (hourly: 7) before date_to's date.`),
  date_to: bound.optional().describe(`${BOUND_DESCRIPTION}; included. Today by default.`),
  department_id: z.string().optional().describe('Only this department.'),
  ...directionParameter,
  tz: zoneParameter,
});

interface Asked {
  date_from?: string | undefined;
  date_to?: string | undefined;
  department_id?: string | undefined;
  direction?: string | undefined;
  tz?: string | undefined;
}

/** The period and filter of a request to the calls contract. Throws InvalidInput for invalid bounds. */
export function callsScope(
  { tenant, now }: RequestContext,
  query: Asked,
  defaultDays = 30,
): { period: Period; filter: Filter } {
  const period = periodFromQuery({ tenant, now }, query, { from: 'date_from', to: 'date_to' }, defaultDays);
  const { department_id } = query;
  return {
    period,
    filter: { ...(department_id !== undefined && { department: department_id }), ...directionFilter(query) },
  };
}
