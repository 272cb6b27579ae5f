import type * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import { dimensionNamesIn, dimensionNamesStatement } from '../../query/dimension-names.ts';
import { type ReviewDimension, type Reviewed, reviewedIn, reviewedQuery } from '../../query/reviewed.ts';
import { runQueries } from '../../query/run-queries.ts';
import { REVIEW_TERMS } from './review-figures.ts';
import { presentDates, type qualityQuery, qualityScope } from './scope.ts';

/** What a list says of itself. */
export const LISTED = 'Those with at least one review, most first; ties by name, then id.';

/** The echo of the period and the members of a dimension with a review in it. Throws InvalidInput for bad bounds. */
export async function reviewedRows(
  context: RequestContext,
  query: z.output<typeof qualityQuery>,
  of: ReviewDimension,
): Promise<{ dates: { dateFrom: string; dateTo: string }; rows: Reviewed[] }> {
  const scope = { ...qualityScope(context, query), inputs: REVIEW_TERMS };
  const metricsQuery = reviewedQuery(of, scope);
  const { results, extra } = await runQueries(
    context.store,
    context.tenant.timeZone,
    [metricsQuery],
    [dimensionNamesStatement(of)],
  );
  return {
    dates: presentDates(scope.period),
    rows: reviewedIn(results[0]!, of, scope, dimensionNamesIn(extra[0]!)),
  };
}
