import { choice } from './fields.ts';
import type { SentimentLabel } from './types.ts';

const POSITIVE_FROM = 6_000;
const NEGATIVE_BELOW = 4_000;

/** positive, neutral or negative. */
export function sentimentLabel() {
  return choice(['positive', 'neutral', 'negative']);
}

/** The label of a score in ten-thousandths. */
export function labelOf(score: number): SentimentLabel {
  if (score >= POSITIVE_FROM) return 'positive';
  return score < NEGATIVE_BELOW ? 'negative' : 'neutral';
}
