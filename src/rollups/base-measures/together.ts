import type { BaseMeasureName } from '../base-measures.ts';
import { AGENT_TIME_BASE_MEASURES } from './agent-time.ts';
import { CHANGE_BASE_MEASURES } from './changes.ts';
import { SERVICE_BASE_MEASURES } from './service.ts';

/** Base measures that several breakdowns hold together. */

/** What queues and handling are judged by. */
export const SERVICE = [
  ...Object.keys({ ...SERVICE_BASE_MEASURES, ...CHANGE_BASE_MEASURES }),
  'ended',
  'ended_completed',
  'ended_transferred',
] as BaseMeasureName[];

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
