import type * as z from 'zod';
import { type Figures, type MeasureName, termsOf } from '../../query/measures.ts';
import { CALL_STYLE, presentAll, schemaOfAll } from '../../query/format.ts';

const FIELDS = {
  totalEvaluations: 'reviews',
  completedEvaluations: 'reviews_completed',
  averageScore: 'review_avg_score',
  averageDurationSeconds: 'review_avg_duration',
} as const;
const SENTIMENTS = {
  positive: 'reviews_positive',
  neutral: 'reviews_neutral',
  negative: 'reviews_negative',
} as const;
const MEASURES: MeasureName[] = [...Object.values(FIELDS), ...Object.values(SENTIMENTS)];

/** The base measures of every figure of reviews. */
export const REVIEW_TERMS = termsOf(MEASURES);

/** The figures that a summary, a row and a point in time have in common. */
export const reviewShape = schemaOfAll(FIELDS).extend({
  sentimentBreakdown: schemaOfAll(SENTIMENTS).describe('Of completed reviews.'),
});

/** The same of one group's sums. */
export function presentReviews(figures: Figures): z.input<typeof reviewShape> {
  return {
    ...presentAll(FIELDS, figures, CALL_STYLE),
    sentimentBreakdown: presentAll(SENTIMENTS, figures, CALL_STYLE),
  };
}
