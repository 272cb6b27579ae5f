import type * as z from 'zod';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf, type MeasureName, type Values } from '../../query/measures.ts';

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
export const REVIEW_TERMS = inputsOf(MEASURES);

/** The figures that a summary, a row and a point in time have in common. */
export const reviewShape = schemaOfAll(FIELDS).extend({
  sentimentBreakdown: schemaOfAll(SENTIMENTS).describe('Of completed reviews.'),
});

/** The same of one group's sums. */
export function presentReviews(figures: Values): z.input<typeof reviewShape> {
  return {
    ...formatAll(FIELDS, figures, CALLS_FORMAT),
    sentimentBreakdown: formatAll(SENTIMENTS, figures, CALLS_FORMAT),
  };
}
