import type * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import type { Member } from '../../query/members.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { REVIEW_MEASURES } from './review-figures.ts';
import { presentDates, type qualityQuery, qualityScope } from './scope.ts';

/** Describes the order of lists, for the API description. */
export const LISTED = 'Those with at least one review, most first; ties by name, then id.';

/**
 * The dates of the period, and the members of a dimension with a review in it. Throws InvalidInput for invalid bounds.
 */
export async function reviewedRows(
  context: RequestContext,
  query: z.output<typeof qualityQuery>,
  of: 'campaign' | 'call_center' | 'agent',
): Promise<{ dates: { dateFrom: string; dateTo: string }; rows: Member[] }> {
  const scope = qualityScope(context, query);
  const { reviewed, names } = await runQueries(context, {
    reviewed: { measures: REVIEW_MEASURES, ...scope, by: { kind: 'members', of } },
    names: { namesOf: of },
  });
  return { dates: presentDates(scope.period), rows: rank(reviewed, 'reviews', { names }) };
}
