import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Filter } from '../../query/query.ts';
import { type Bucket, type BucketUnit, bucketsOf } from '../../time/buckets.ts';
import { dateOfDay } from '../../time/dates.ts';
import type { Period } from '../../time/period.ts';
import {
  BOUND_DESCRIPTION,
  bound,
  directionFilter,
  directionParameter,
  periodFromQuery,
  zoneParameter,
} from '../parameters.ts';

/** The parameters of all reads of the conversations contract. */
export const conversationsQuery = z.strictObject({
  dateFrom: bound.optional().describe(`${BOUND_DESCRIPTION}; by default 30 days before dateTo's date.`),
  dateTo: bound.optional().describe(`${BOUND_DESCRIPTION}; included. Today by default.`),
  agentId: z.string().optional().describe('Only this agent.'),
  channel: z.string().optional().describe('Only this channel; both filters together must hold.'),
  ...directionParameter,
  tz: zoneParameter,
});

const UNITS = { day: 'day', week: 'anchored-week', month: 'month' } as const satisfies Record<
  string,
  BucketUnit
>;
const GROUPINGS = ['day', 'week', 'month'] as const;

export type GroupBy = (typeof GROUPINGS)[number];

/** The parameters of reads that return a series. */
export const seriesQuery = conversationsQuery.extend({
  groupBy: z
    .enum(GROUPINGS)
    .default('day')
    .describe("Weeks are seven days each, counted from dateFrom's date."),
});

/** The period in responses of the conversations contract. */
export const periodShape = z
  .object({ from: z.iso.date(), to: z.iso.date() })
  .describe('First and last local date of the period.');

/** The first field of each row of a series. */
export const bucketLabel = z.iso
  .date()
  .describe('First local date of the bucket; for a month its first, even if dateFrom is later.');

type Asked = z.output<typeof conversationsQuery>;

/** The period and filter of a request to the conversations contract. Throws InvalidInput for invalid bounds. */
export function conversationsScope(
  { tenant, now }: RequestContext,
  query: Asked,
): { period: Period; filter: Filter } {
  const period = periodFromQuery({ tenant, now }, query, { from: 'dateFrom', to: 'dateTo' });
  const { agentId, channel } = query;
  return {
    period,
    filter: {
      ...(agentId !== undefined && { agent: agentId }),
      ...(channel !== undefined && { channel }),
      ...directionFilter(query),
    },
  };
}

/** The first and last local date of a period. */
export function presentPeriod({ fromDay, toDay }: Period): z.output<typeof periodShape> {
  return { from: dateOfDay(fromDay), to: dateOfDay(toDay) };
}

/** The buckets of a series. Weeks are counted from the first date of the period. */
export function seriesBuckets(period: Period, groupBy: GroupBy): Bucket[] {
  return bucketsOf(period, UNITS[groupBy]);
}
