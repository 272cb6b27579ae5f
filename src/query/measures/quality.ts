import type { Measure } from './measure.ts';

export const QUALITY_MEASURES = {
  reviews: { unit: 'count', description: 'Quality reviews created.', over: { reviews: 1 } },
  reviews_completed: {
    unit: 'count',
    description: 'Quality reviews that are completed.',
    over: { reviews_completed: 1 },
  },
  review_avg_score: {
    unit: 'score',
    description: 'Mean score of completed reviews, 0 to 10.',
    over: { review_score: 1 },
    under: { reviews_completed: 1 },
    divisor: 10_000,
  },
  reviews_positive: {
    unit: 'count',
    description: 'Completed reviews with a positive sentiment.',
    over: { reviews_positive: 1 },
  },
  reviews_neutral: {
    unit: 'count',
    description: 'Completed reviews with a neutral sentiment.',
    over: { reviews_neutral: 1 },
  },
  reviews_negative: {
    unit: 'count',
    description: 'Completed reviews with a negative sentiment.',
    over: { reviews_negative: 1 },
  },
  review_avg_duration: {
    unit: 'seconds',
    description: 'Mean duration, per completed review, of the reviewed interaction where it has one.',
    over: { review_seconds: 1 },
    under: { reviews_timed: 1 },
  },
} as const satisfies Record<string, Measure>;
