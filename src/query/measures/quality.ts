import type { DeclaredMeasure } from './measure.ts';

export const QUALITY_MEASURES = {
  reviews: {
    label: 'Quality reviews',
    better: 'neutral',
    unit: 'count',
    description: 'Quality reviews created.',
    numerator: { reviews: 1 },
  },
  reviews_completed: {
    label: 'Completed reviews',
    better: 'neutral',
    unit: 'count',
    description: 'Quality reviews that are completed.',
    numerator: { reviews_completed: 1 },
  },
  review_avg_score: {
    label: 'Average review score',
    better: 'higher',
    unit: 'score',
    description: 'Mean score of completed reviews, 0 to 10.',
    numerator: { review_score: 1 },
    denominator: { reviews_completed: 1 },
    divisor: 10_000,
  },
  reviews_positive: {
    label: 'Positive reviews',
    better: 'higher',
    unit: 'count',
    description: 'Completed reviews with a positive sentiment.',
    numerator: { reviews_positive: 1 },
  },
  reviews_neutral: {
    label: 'Neutral reviews',
    better: 'neutral',
    unit: 'count',
    description: 'Completed reviews with a neutral sentiment.',
    numerator: { reviews_neutral: 1 },
  },
  reviews_negative: {
    label: 'Negative reviews',
    better: 'lower',
    unit: 'count',
    description: 'Completed reviews with a negative sentiment.',
    numerator: { reviews_negative: 1 },
  },
  review_avg_duration: {
    label: 'Average duration of reviewed interactions',
    better: 'neutral',
    unit: 'seconds',
    description: 'Mean duration, per completed review, of the reviewed interaction if it has one.',
    numerator: { review_seconds: 1 },
    denominator: { reviews_timed: 1 },
  },
} as const satisfies Record<string, DeclaredMeasure>;
