import type { Measure, WeightedInputs } from './measure.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;
const COST: WeightedInputs = { cost_llm: 1, cost_tts: 1, cost_stt: 1, cost_telephony: 1 };
const ENDED: WeightedInputs = { ended: 1 };
const LABELLED: WeightedInputs = { sentiment_positive: 1, sentiment_neutral: 1, sentiment_negative: 1 };

/** Measures of ended interactions of both kinds. */
export const CONVERSATION_MEASURES = {
  ended: { unit: 'count', description: 'Ended interactions of both kinds.', numerator: ENDED },
  ended_duration: {
    unit: 'seconds',
    description: 'Duration of ended interactions, summed.',
    numerator: { ended_seconds: 1 },
  },
  ended_avg_duration: {
    unit: 'seconds',
    description: 'Summed duration per ended interaction.',
    numerator: { ended_seconds: 1 },
    denominator: ENDED,
  },
  ended_completed: {
    unit: 'count',
    description: 'Interactions that were completed.',
    numerator: { ended_completed: 1 },
  },
  ended_failed: {
    unit: 'count',
    description: 'Interactions that failed or were cancelled.',
    numerator: { ended_failed: 1 },
  },
  ended_abandoned: {
    unit: 'count',
    description: 'Interactions that were abandoned or missed.',
    numerator: { ended_abandoned: 1 },
  },
  transfer_rate: {
    unit: 'rate',
    description: 'Share of ended interactions that were transferred.',
    numerator: { ended_transferred: 1 },
    denominator: ENDED,
  },
  abandonment_rate: {
    unit: 'rate',
    description: 'Share of ended interactions that were abandoned or missed.',
    numerator: { ended_abandoned: 1 },
    denominator: ENDED,
  },
  outcome_resolution_rate: {
    unit: 'rate',
    description: 'Share of ended interactions with the outcome resolved.',
    numerator: { ended_resolved: 1 },
    denominator: ENDED,
  },
  total_cost: {
    unit: 'dollars',
    description: 'Cost of ended interactions, US dollars.',
    numerator: COST,
    divisor: MILLIONTHS,
  },
  cost_per_conversation: {
    unit: 'unit_cost',
    description: 'Cost per ended interaction, US dollars.',
    numerator: COST,
    denominator: ENDED,
    divisor: MILLIONTHS,
  },
  llm_cost: {
    unit: 'dollars',
    description: 'Cost of llm, US dollars.',
    numerator: { cost_llm: 1 },
    divisor: MILLIONTHS,
  },
  tts_cost: {
    unit: 'dollars',
    description: 'Cost of tts, US dollars.',
    numerator: { cost_tts: 1 },
    divisor: MILLIONTHS,
  },
  stt_cost: {
    unit: 'dollars',
    description: 'Cost of stt, US dollars.',
    numerator: { cost_stt: 1 },
    divisor: MILLIONTHS,
  },
  telephony_cost: {
    unit: 'dollars',
    description: 'Cost of telephony, US dollars.',
    numerator: { cost_telephony: 1 },
    divisor: MILLIONTHS,
  },
  avg_sentiment: {
    unit: 'sentiment',
    description: 'Mean sentiment score, 0 to 1, if one was given.',
    numerator: { sentiment_score: 1 },
    denominator: { sentiment_scored: 1 },
    divisor: TEN_THOUSANDTHS,
  },
  positive_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a positive sentiment.',
    numerator: { sentiment_positive: 1 },
    denominator: LABELLED,
  },
  neutral_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a neutral sentiment.',
    numerator: { sentiment_neutral: 1 },
    denominator: LABELLED,
  },
  negative_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a negative sentiment.',
    numerator: { sentiment_negative: 1 },
    denominator: LABELLED,
  },
  duration_p50: {
    unit: 'seconds',
    description: 'Duration that 50 % of interactions with one do not exceed; within 1 %.',
    numerator: { duration_p50: 1 },
    denominator: { durations_known: 1 },
  },
  duration_p75: {
    unit: 'seconds',
    description: 'Duration that 75 % of interactions with one do not exceed; within 1 %.',
    numerator: { duration_p75: 1 },
    denominator: { durations_known: 1 },
  },
  duration_p90: {
    unit: 'seconds',
    description: 'Duration that 90 % of interactions with one do not exceed; within 1 %.',
    numerator: { duration_p90: 1 },
    denominator: { durations_known: 1 },
  },
  duration_p99: {
    unit: 'seconds',
    description: 'Duration that 99 % of interactions with one do not exceed; within 1 %.',
    numerator: { duration_p99: 1 },
    denominator: { durations_known: 1 },
  },
} as const satisfies Record<string, Measure>;
