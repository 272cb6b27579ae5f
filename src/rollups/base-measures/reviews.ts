import { type BaseMeasureRule, type BaseMeasureRules, is, ofReview } from './rules.ts';

function ofCompletedReview(value: Parameters<typeof ofReview>[0]): BaseMeasureRule {
  return ofReview((review, interaction) => (review.status === 'completed' ? value(review, interaction) : 0));
}

/** Base measures of quality reviews. */
export const REVIEW_BASE_MEASURES = {
  reviews: ofReview(() => 1),
  reviews_completed: ofCompletedReview(() => 1),
  /** Ten-thousandths. */
  review_score: ofCompletedReview((review) => review.score ?? 0),
  reviews_positive: ofCompletedReview((review) => is(review.sentiment === 'positive')),
  reviews_neutral: ofCompletedReview((review) => is(review.sentiment === 'neutral')),
  reviews_negative: ofCompletedReview((review) => is(review.sentiment === 'negative')),
  review_seconds: ofCompletedReview((_, interaction) => interaction.duration_seconds ?? 0),
  reviews_timed: ofCompletedReview((_, interaction) => is(interaction.duration_seconds !== undefined)),
} satisfies BaseMeasureRules;
