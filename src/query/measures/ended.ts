import { percentileOf } from './histogram-inputs.ts';
import type { DeclaredMeasure, WeightedInputs } from './measure.ts';

const MILLIONTHS = 1_000_000;
const TEN_THOUSANDTHS = 10_000;
const COST: WeightedInputs = { cost_llm: 1, cost_tts: 1, cost_stt: 1, cost_telephony: 1 };
const ENDED: WeightedInputs = { ended: 1 };
const LABELLED: WeightedInputs = { sentiment_positive: 1, sentiment_neutral: 1, sentiment_negative: 1 };

const COMPONENTS = {
  llm: 'language models',
  tts: 'speech synthesis',
  stt: 'speech recognition',
  telephony: 'telephony',
};

function costOf(component: keyof typeof COMPONENTS): DeclaredMeasure {
  return {
    label: `Cost of ${COMPONENTS[component]}`,
    better: 'lower',
    unit: 'dollars',
    description: `Cost of ${COMPONENTS[component]}, US dollars.`,
    numerator: { [`cost_${component}`]: 1 },
    divisor: MILLIONTHS,
  };
}

const BETTER = { positive: 'higher', neutral: 'neutral', negative: 'lower' } as const;

function sentimentShare(label: keyof typeof BETTER): DeclaredMeasure {
  return {
    label: `${label[0]!.toUpperCase()}${label.slice(1)} sentiment`,
    better: BETTER[label],
    unit: 'share',
    description: `Share of labelled interactions with a ${label} sentiment.`,
    numerator: { [`sentiment_${label}`]: 1 },
    denominator: LABELLED,
  };
}

function durationPercentile(percent: 50 | 75 | 90 | 99): DeclaredMeasure {
  return {
    label: `Duration, percentile ${percent}`,
    better: 'neutral',
    unit: 'seconds',
    description: `Duration that ${percent} % of interactions with one do not exceed; within 1 %.`,
    ...percentileOf('duration', percent),
  };
}

/** Measures of ended interactions of both kinds. */
export const CONVERSATION_MEASURES = {
  ended: {
    label: 'Ended interactions',
    better: 'neutral',
    unit: 'count',
    description: 'Ended interactions of both kinds.',
    numerator: ENDED,
  },
  ended_duration: {
    label: 'Total duration',
    better: 'neutral',
    unit: 'seconds',
    description: 'Duration of ended interactions, summed.',
    numerator: { ended_seconds: 1 },
  },
  ended_avg_duration: {
    label: 'Average duration',
    better: 'neutral',
    unit: 'seconds',
    description: 'Summed duration per ended interaction.',
    numerator: { ended_seconds: 1 },
    denominator: ENDED,
  },
  ended_completed: {
    label: 'Completed interactions',
    better: 'higher',
    unit: 'count',
    description: 'Interactions that were completed.',
    numerator: { ended_completed: 1 },
  },
  ended_failed: {
    label: 'Failed interactions',
    better: 'lower',
    unit: 'count',
    description: 'Interactions that failed or were cancelled.',
    numerator: { ended_failed: 1 },
  },
  ended_abandoned: {
    label: 'Abandoned interactions',
    better: 'lower',
    unit: 'count',
    description: 'Interactions that were abandoned or missed.',
    numerator: { ended_abandoned: 1 },
  },
  transfer_rate: {
    label: 'Transfer rate',
    better: 'lower',
    unit: 'rate',
    description: 'Share of ended interactions that were transferred.',
    numerator: { ended_transferred: 1 },
    denominator: ENDED,
  },
  ended_abandonment_rate: {
    label: 'Abandonment rate of all interactions',
    better: 'lower',
    unit: 'rate',
    description: 'Share of ended interactions that were abandoned or missed.',
    numerator: { ended_abandoned: 1 },
    denominator: ENDED,
  },
  outcome_resolution_rate: {
    label: 'Resolution rate by outcome',
    better: 'higher',
    unit: 'rate',
    description: 'Share of ended interactions with the outcome resolved.',
    numerator: { ended_resolved: 1 },
    denominator: ENDED,
  },
  total_cost: {
    label: 'Total cost',
    better: 'lower',
    unit: 'dollars',
    description: 'Cost of ended interactions, US dollars.',
    numerator: COST,
    divisor: MILLIONTHS,
  },
  cost_per_conversation: {
    label: 'Cost per conversation',
    better: 'lower',
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
    label: 'Average sentiment',
    better: 'higher',
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
} as const satisfies Record<string, DeclaredMeasure>;
