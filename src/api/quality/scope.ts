import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Filter } from '../../query/query.ts';
import { dateOfDay } from '../../time/dates.ts';
import type { Period } from '../../time/period.ts';
import {
  BOUND_DESCRIPTION,
  bound,
  DEFAULT_DAYS,
  directionFilter,
  directionParameter,
  periodFromQuery,
  zoneParameter,
} from '../parameters.ts';

/** The parameters of all reads of the quality contract. */
export const qualityQuery = z.strictObject({
  dateFrom: bound
    .optional()
    .describe(`${BOUND_DESCRIPTION}; by default ${DEFAULT_DAYS} days before dateTo's date.`),
  dateTo: bound.optional().describe(`${BOUND_DESCRIPTION}; included. Today by default.`),
  campaignId: z.string().optional().describe('Only of interactions of this campaign. Filters combine.'),
  callCenterId: z.string().optional().describe('Only of interactions of this call center.'),
  engagementId: z.string().optional().describe('Only of interactions of this engagement.'),
  ...directionParameter,
  tz: zoneParameter,
});

/** The period and filter of a request to the quality contract. Throws InvalidInput for invalid bounds. */
export function qualityScope(
  { tenant, now }: RequestContext,
  query: z.output<typeof qualityQuery>,
): { period: Period; filter: Filter } {
  const period = periodFromQuery({ tenant, now }, query, { from: 'dateFrom', to: 'dateTo' });
  const filter: Filter = {
    ...(query.campaignId !== undefined && { campaign: query.campaignId }),
    ...(query.callCenterId !== undefined && { call_center: query.callCenterId }),
    ...(query.engagementId !== undefined && { engagement: query.engagementId }),
    ...directionFilter(query),
  };
  return { period, filter };
}

/** The period in responses of the quality contract. */
export const datesShape = {
  dateFrom: z.iso.date().describe('Local date that the period begins in.'),
  dateTo: z.iso.date().describe('Local date that the period ends in.'),
};

/** The first and last local date of a period. */
export function presentDates({ fromDay, toDay }: Period): { dateFrom: string; dateTo: string } {
  return { dateFrom: dateOfDay(fromDay), dateTo: dateOfDay(toDay) };
}
