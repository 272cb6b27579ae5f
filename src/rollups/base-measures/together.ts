import type { BaseMeasureName } from '../base-measures.ts';
import { AGENT_TIME_BASE_MEASURES } from './agent-time.ts';
import { CALL_BASE_MEASURES } from './calls.ts';
import { CONVERSATION_BASE_MEASURES } from './conversations.ts';
import { DETAIL_BASE_MEASURES } from './details.ts';
import { ENDED_BASE_MEASURES } from './ended.ts';

/** Base measures that several breakdowns hold together. */

/** All base measures of calls, ended interactions and conversations. */
export const INTERACTIONS = Object.keys({
  ...CALL_BASE_MEASURES,
  ...ENDED_BASE_MEASURES,
  ...CONVERSATION_BASE_MEASURES,
  ...DETAIL_BASE_MEASURES,
}) as BaseMeasureName[];

export const REVIEWS: readonly BaseMeasureName[] = [
  'reviews',
  'reviews_completed',
  'review_score',
  'reviews_positive',
  'reviews_neutral',
  'reviews_negative',
  'review_seconds',
  'reviews_timed',
];

export const CSAT: readonly BaseMeasureName[] = [
  'csat_responses',
  'csat_1',
  'csat_2',
  'csat_3',
  'csat_4',
  'csat_5',
];

export const RESOLUTION: readonly BaseMeasureName[] = [
  'conversations',
  'conversations_ai_resolved',
  'conversations_human_resolved',
];

export const COSTS: readonly BaseMeasureName[] = ['cost_llm', 'cost_tts', 'cost_stt', 'cost_telephony'];

export const AGENT_TIME = Object.keys(AGENT_TIME_BASE_MEASURES) as BaseMeasureName[];
