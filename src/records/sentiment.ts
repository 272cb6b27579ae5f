import { choice } from './fields.ts';
import type { SentimentLabel } from './types.ts';

const POSITIVE_FROM = 6_000;
const NEGATIVE_BELOW = 4_000;

export function sentimentLabel() {
  return choice(['positive', 'neutral', 'negative']);
}

/** The label of a score in ten-thousandths: positive from 6000, negative below 4000. */
export function labelOf(score: number): SentimentLabel {
  if (score >= POSITIVE_FROM) return 'positive';
  return score < NEGATIVE_BELOW ? 'negative' : 'neutral';
}
