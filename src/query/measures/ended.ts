import type { Measure, WeightedInputs } from './measure.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;
const COST: WeightedInputs = { cost_llm: 1, cost_tts: 1, cost_stt: 1, cost_telephony: 1 };
const ENDED: WeightedInputs = { ended: 1 };
const LABELLED: WeightedInputs = { sentiment_positive: 1, sentiment_neutral: 1, sentiment_negative: 1 };

/** Over ended interactions of both kinds. */
export const CONVERSATION_MEASURES = {
  ended: { unit: 'count', description: 'Ended interactions of both kinds.', over: ENDED },
  ended_duration: {
    unit: 'seconds',
    description: 'Duration of ended interactions, summed.',
    over: { ended_seconds: 1 },
  },
  ended_avg_duration: {
    unit: 'seconds',
    description: 'Summed duration per ended interaction.',
    over: { ended_seconds: 1 },
    under: ENDED,
  },
  ended_completed: {
    unit: 'count',
    description: 'Interactions that were completed.',
    over: { ended_completed: 1 },
  },
  ended_failed: {
    unit: 'count',
    description: 'Interactions that failed or were cancelled.',
    over: { ended_failed: 1 },
  },
  ended_abandoned: {
    unit: 'count',
    description: 'Interactions that were abandoned or missed.',
    over: { ended_abandoned: 1 },
  },
  transfer_rate: {
    unit: 'rate',
    description: 'Share of ended interactions that were transferred.',
    over: { ended_transferred: 1 },
    under: ENDED,
  },
  abandonment_rate: {
    unit: 'rate',
    description: 'Share of ended interactions that were abandoned or missed.',
    over: { ended_abandoned: 1 },
    under: ENDED,
  },
  outcome_resolution_rate: {
    unit: 'rate',
    description: 'Share of ended interactions with the outcome resolved.',
    over: { ended_resolved: 1 },
    under: ENDED,
  },
  total_cost: {
    unit: 'dollars',
    description: 'Cost of ended interactions, US dollars.',
    over: COST,
    divisor: MILLIONTHS,
  },
  cost_per_conversation: {
    unit: 'unit_cost',
    description: 'Cost per ended interaction, US dollars.',
    over: COST,
    under: ENDED,
    divisor: MILLIONTHS,
  },
  llm_cost: {
    unit: 'dollars',
    description: 'Cost of llm, US dollars.',
    over: { cost_llm: 1 },
    divisor: MILLIONTHS,
  },
  tts_cost: {
    unit: 'dollars',
    description: 'Cost of tts, US dollars.',
    over: { cost_tts: 1 },
    divisor: MILLIONTHS,
  },
  stt_cost: {
    unit: 'dollars',
    description: 'Cost of stt, US dollars.',
    over: { cost_stt: 1 },
    divisor: MILLIONTHS,
  },
  telephony_cost: {
    unit: 'dollars',
    description: 'Cost of telephony, US dollars.',
    over: { cost_telephony: 1 },
    divisor: MILLIONTHS,
  },
  avg_sentiment: {
    unit: 'sentiment',
    description: 'Mean sentiment score, 0 to 1, where one was given.',
    over: { sentiment_score: 1 },
    under: { sentiment_scored: 1 },
    divisor: TEN_THOUSANDTHS,
  },
  positive_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a positive sentiment.',
    over: { sentiment_positive: 1 },
    under: LABELLED,
  },
  neutral_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a neutral sentiment.',
    over: { sentiment_neutral: 1 },
    under: LABELLED,
  },
  negative_share: {
    unit: 'share',
    description: 'Share of labelled interactions with a negative sentiment.',
    over: { sentiment_negative: 1 },
    under: LABELLED,
  },
  duration_p50: {
    unit: 'seconds',
    description: 'Duration that 50 % of interactions with one do not exceed; within 1 %.',
    over: { duration_p50: 1 },
    under: { durations_known: 1 },
  },
  duration_p75: {
    unit: 'seconds',
    description: 'Duration that 75 % of interactions with one do not exceed; within 1 %.',
    over: { duration_p75: 1 },
    under: { durations_known: 1 },
  },
  duration_p90: {
    unit: 'seconds',
    description: 'Duration that 90 % of interactions with one do not exceed; within 1 %.',
    over: { duration_p90: 1 },
    under: { durations_known: 1 },
  },
  duration_p99: {
    unit: 'seconds',
    description: 'Duration that 99 % of interactions with one do not exceed; within 1 %.',
    over: { duration_p99: 1 },
    under: { durations_known: 1 },
  },
} as const satisfies Record<string, Measure>;
