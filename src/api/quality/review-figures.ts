import type * as z from 'zod';
import type { RequestContext } from '../../http/context.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import type { Values } from '../../query/measures.ts';
import { runQueries } from '../../query/query-batch.ts';
import { type Member, rank } from '../../query/ranking.ts';
import { presentDates, type qualityQuery, qualityScope } from './scope.ts';

const FIELDS = fields(CALLS_FORMAT, {
  totalEvaluations: 'reviews',
  completedEvaluations: 'reviews_completed',
  averageScore: 'review_avg_score',
  averageDurationSeconds: 'review_avg_duration',
});
const SENTIMENTS = fields(CALLS_FORMAT, {
  positive: 'reviews_positive',
  neutral: 'reviews_neutral',
  negative: 'reviews_negative',
});

/** All measures that `reviewShape` shows. */
export const REVIEW_MEASURES = [...FIELDS.measures, ...SENTIMENTS.measures];

/** The figures that the summary, rows and series have in common. */
export const reviewShape = FIELDS.schema.extend({
  sentimentBreakdown: SENTIMENTS.schema.describe('Of completed reviews.'),
});

/** Presents the values of one group. */
export function presentReviews(values: Values): z.input<typeof reviewShape> {
  return {
    ...FIELDS.format(values),
    sentimentBreakdown: SENTIMENTS.format(values),
  };
}

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
