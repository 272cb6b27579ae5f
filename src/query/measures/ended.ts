import type { Measure, WeightedInputs } from './measure.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;
const COST: WeightedInputs = { cost_llm: 1, cost_tts: 1, cost_stt: 1, cost_telephony: 1 };
const ENDED: WeightedInputs = { ended: 1 };
const LABELLED: WeightedInputs = { sentiment_positive: 1, sentiment_neutral: 1, sentiment_negative: 1 };

function costOf(component: 'llm' | 'tts' | 'stt' | 'telephony'): Measure {
  return {
    unit: 'dollars',
    description: `Cost of ${component}, US dollars.`,
    numerator: { [`cost_${component}`]: 1 },
    divisor: MILLIONTHS,
  };
}

function sentimentShare(label: 'positive' | 'neutral' | 'negative'): Measure {
  return {
    unit: 'share',
    description: `Share of labelled interactions with a ${label} sentiment.`,
    numerator: { [`sentiment_${label}`]: 1 },
    denominator: LABELLED,
  };
}

function durationPercentile(percent: 50 | 75 | 90 | 99): Measure {
  return {
    unit: 'seconds',
    description: `Duration that ${percent} % of interactions with one do not exceed; within 1 %.`,
    numerator: { [`duration_p${percent}`]: 1 },
    denominator: { durations_known: 1 },
  };
}

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
  llm_cost: costOf('llm'),
  tts_cost: costOf('tts'),
  stt_cost: costOf('stt'),
  telephony_cost: costOf('telephony'),
  avg_sentiment: {
    unit: 'sentiment',
    description: 'Mean sentiment score, 0 to 1, if one was given.',
    numerator: { sentiment_score: 1 },
    denominator: { sentiment_scored: 1 },
    divisor: TEN_THOUSANDTHS,
  },
  positive_share: sentimentShare('positive'),
  neutral_share: sentimentShare('neutral'),
  negative_share: sentimentShare('negative'),
  duration_p50: durationPercentile(50),
  duration_p75: durationPercentile(75),
  duration_p90: durationPercentile(90),
  duration_p99: durationPercentile(99),
} as const satisfies Record<string, Measure>;
