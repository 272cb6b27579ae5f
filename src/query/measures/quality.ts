import type { Measure } from './measure.ts';

export const QUALITY_MEASURES = {
  reviews: { unit: 'count', description: 'Quality reviews created.', numerator: { reviews: 1 } },
  reviews_completed: {
    unit: 'count',
    description: 'Quality reviews that are completed.',
    numerator: { reviews_completed: 1 },
  },
  review_avg_score: {
    unit: 'score',
    description: 'Mean score of completed reviews, 0 to 10.',
    numerator: { review_score: 1 },
    denominator: { reviews_completed: 1 },
    divisor: 10_000,
  },
  reviews_positive: {
    unit: 'count',
    description: 'Completed reviews with a positive sentiment.',
    numerator: { reviews_positive: 1 },
  },
  reviews_neutral: {
    unit: 'count',
    description: 'Completed reviews with a neutral sentiment.',
    numerator: { reviews_neutral: 1 },
  },
  reviews_negative: {
    unit: 'count',
    description: 'Completed reviews with a negative sentiment.',
    numerator: { reviews_negative: 1 },
  },
  review_avg_duration: {
    unit: 'seconds',
    description: 'Mean duration, per completed review, of the reviewed interaction if it has one.',
    numerator: { review_seconds: 1 },
    denominator: { reviews_timed: 1 },
  },
} as const satisfies Record<string, Measure>;
