import * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import { accepting } from '../../messages.ts';
import type { Filter } from '../../query/query.ts';
import { dayOfDate } from '../../time/dates.ts';
import type { Period } from '../../time/period.ts';
import { directionFilter, directionParameter, periodFromQuery, zoneParameter } from '../parameters.ts';

const date = z
  .string({ error: accepting('a date YYYY-MM-DD') })
  .refine((text) => dayOfDate(text) !== undefined);

/** The parameters of all reads of calls in the helpdesk contract. */
export const voiceQuery = z.strictObject({
  start_date: date.describe('A date YYYY-MM-DD in the requested zone.'),
  end_date: date.describe('A date YYYY-MM-DD; included.'),
  tz: zoneParameter,
});

/** The parameters of reads of figures of calls. */
export const voiceFiguresQuery = voiceQuery.extend(directionParameter);

/** The period of a request. Throws InvalidInput for an unknown zone, a reversed or too long range. */
export function voicePeriod(
  { tenant, now }: Pick<RequestContext, 'tenant' | 'now'>,
  query: z.output<typeof voiceQuery>,
): Period {
  return periodFromQuery({ tenant, now }, query, { from: 'start_date', to: 'end_date' }, 0);
}

/** The period and filter of a read of figures. Throws InvalidInput as `voicePeriod`. */
export function voiceScope(
  context: Pick<RequestContext, 'tenant' | 'now'>,
  query: z.output<typeof voiceFiguresQuery>,
): { period: Period; filter: Filter } {
  return { period: voicePeriod(context, query), filter: directionFilter(query) };
}
