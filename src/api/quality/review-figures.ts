import type * as z from 'zod';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import type { Values } from '../../query/measures.ts';

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
