import type { RequestContext } from '../../http/context.ts';
import { dateOfDay } from '../../time/dates.ts';
import type { Period } from '../../time/period.ts';
import { askedPeriod } from '../period-from-query.ts';

/**
 * The period that `dateFrom` and `dateTo` of a body specify, and its first and last local date. Defaults are the same
 * as in reads. Throws InvalidInput for an unknown zone, an invalid bound, a reversed or too long range.
 */
export function periodOfBody(
  { tenant, now }: Pick<RequestContext, 'tenant' | 'now'>,
  body: { dateFrom?: string | undefined; dateTo?: string | undefined },
  tz: string | undefined,
): { from: string; to: string; period: Period } {
  const period = askedPeriod({ tenant, now }, { ...body, tz }, { from: 'dateFrom', to: 'dateTo' });
  return { from: dateOfDay(period.fromDay), to: dateOfDay(period.toDay), period };
}
