import type { Measure, WeightedInputs } from './measure.ts';

const RATED: WeightedInputs = { rated_1: 1, rated_2: 1, rated_3: 1, rated_4: 1, rated_5: 1 };

const CSAT_RATED: WeightedInputs = { csat_1: 1, csat_2: 1, csat_3: 1, csat_4: 1, csat_5: 1 };

export const EVALUATION_MEASURES = {
  total_evaluations: { unit: 'count', description: 'Evaluations with a rating.', numerator: RATED },
  average_rating: {
    unit: 'rating',
    description: 'Mean rating.',
    numerator: { rated_1: 1, rated_2: 2, rated_3: 3, rated_4: 4, rated_5: 5 },
    denominator: RATED,
  },
  with_comments: {
    unit: 'count',
    description: 'Evaluations with a rating and a comment.',
    numerator: { rated_commented: 1 },
  },
  satisfaction_rate: {
    unit: 'rate',
    description: 'Share of ratings that are 4 or 5.',
    numerator: { rated_4: 1, rated_5: 1 },
    denominator: RATED,
  },
  rated_1: { unit: 'count', description: 'Ratings of 1.', numerator: { rated_1: 1 } },
  rated_2: { unit: 'count', description: 'Ratings of 2.', numerator: { rated_2: 1 } },
  rated_3: { unit: 'count', description: 'Ratings of 3.', numerator: { rated_3: 1 } },
  rated_4: { unit: 'count', description: 'Ratings of 4.', numerator: { rated_4: 1 } },
  rated_5: { unit: 'count', description: 'Ratings of 5.', numerator: { rated_5: 1 } },
  csat_responses: {
    unit: 'count',
    description: 'Evaluations of conversations, with or without a rating.',
    numerator: { csat_responses: 1 },
  },
  csat_rated: {
    unit: 'count',
    description: 'Evaluations of conversations with a rating.',
    numerator: CSAT_RATED,
  },
  csat_avg_rating: {
    unit: 'rating',
    description: 'Mean rating of conversations.',
    numerator: { csat_1: 1, csat_2: 2, csat_3: 3, csat_4: 4, csat_5: 5 },
    denominator: CSAT_RATED,
  },
  csat_positive: {
    unit: 'count',
    description: 'Ratings of conversations that are 4 or 5.',
    numerator: { csat_4: 1, csat_5: 1 },
  },
  csat_positive_rate: {
    unit: 'rate',
    description: 'Share of ratings of conversations that are 4 or 5.',
    numerator: { csat_4: 1, csat_5: 1 },
    denominator: CSAT_RATED,
  },
  csat_1: { unit: 'count', description: 'Ratings of 1.', numerator: { csat_1: 1 } },
  csat_2: { unit: 'count', description: 'Ratings of 2.', numerator: { csat_2: 1 } },
  csat_3: { unit: 'count', description: 'Ratings of 3.', numerator: { csat_3: 1 } },
  csat_4: { unit: 'count', description: 'Ratings of 4.', numerator: { csat_4: 1 } },
  csat_5: { unit: 'count', description: 'Ratings of 5.', numerator: { csat_5: 1 } },
} as const satisfies Record<string, Measure>;
