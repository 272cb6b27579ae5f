import type { Measure, WeightedInputs } from './measure.ts';
import { SLA_MEASURES } from './sla.ts';

const MINUTE = 60;
const CONVERSATIONS: WeightedInputs = { conversations: 1 };
const RESOLVED: WeightedInputs = { conversations_ai_resolved: 1, conversations_human_resolved: 1 };

/** Measures of helpdesk conversations, open ones included. */
export const HELPDESK_MEASURES = {
  conversations: {
    unit: 'count',
    description: 'Conversations, open ones included.',
    numerator: CONVERSATIONS,
  },
  ai_resolved: {
    unit: 'count',
    description: 'Conversations resolved by AI.',
    numerator: { conversations_ai_resolved: 1 },
  },
  human_resolved: {
    unit: 'count',
    description: 'Conversations resolved by people.',
    numerator: { conversations_human_resolved: 1 },
  },
  resolved: { unit: 'count', description: 'Conversations that are resolved.', numerator: RESOLVED },
  ai_resolution_rate: {
    unit: 'rate',
    description: 'Share of conversations resolved by AI.',
    numerator: { conversations_ai_resolved: 1 },
    denominator: CONVERSATIONS,
  },
  human_resolution_rate: {
    unit: 'rate',
    description: 'Share of conversations resolved by people.',
    numerator: { conversations_human_resolved: 1 },
    denominator: CONVERSATIONS,
  },
  resolution_rate: {
    unit: 'rate',
    description: 'Share of conversations that are resolved.',
    numerator: RESOLVED,
    denominator: CONVERSATIONS,
  },
  escalation_rate: {
    unit: 'rate',
    description: 'Share of conversations that were escalated.',
    numerator: { conversations_escalated: 1 },
    denominator: CONVERSATIONS,
  },
  first_response_minutes: {
    unit: 'minutes',
    description: 'Mean time to the first response, if there was one.',
    numerator: { first_response_seconds: 1 },
    denominator: { first_responses: 1 },
    divisor: MINUTE,
  },
  resolution_minutes_avg: {
    unit: 'minutes',
    description: 'Mean time to resolution of resolved conversations.',
    numerator: { resolution_seconds: 1 },
    denominator: RESOLVED,
    divisor: MINUTE,
  },
  resolution_minutes_median: {
    unit: 'minutes',
    description: 'Median time to resolution of resolved conversations, the lower of two; within 1 %.',
    numerator: { resolution_p50: 1 },
    denominator: { resolutions_known: 1 },
    divisor: MINUTE,
  },
  ...SLA_MEASURES,
  deflected: {
    unit: 'count',
    description: 'Conversations resolved by AI with an article.',
    numerator: { conversations_deflected: 1 },
  },
  deflection_rate: {
    unit: 'rate',
    description: 'Share of conversations resolved by AI with an article.',
    numerator: { conversations_deflected: 1 },
    denominator: CONVERSATIONS,
  },
  article_views: { unit: 'count', description: 'Views of articles.', numerator: { article_views: 1 } },
  article_helpful: {
    unit: 'count',
    description: 'Readers who found an article helpful.',
    numerator: { article_helpful: 1 },
  },
  article_not_helpful: {
    unit: 'count',
    description: 'Readers who did not.',
    numerator: { article_not_helpful: 1 },
  },
  helpfulness_rate: {
    unit: 'rate',
    description: 'Share of feedback on articles that is helpful.',
    numerator: { article_helpful: 1 },
    denominator: { article_helpful: 1, article_not_helpful: 1 },
  },
  email_conversations: {
    unit: 'count',
    description: 'Conversations by e-mail.',
    numerator: { email_conversations: 1 },
  },
  email_messages_inbound: {
    unit: 'count',
    description: 'Messages received in conversations by e-mail.',
    numerator: { email_messages_inbound: 1 },
  },
  email_messages_outbound: {
    unit: 'count',
    description: 'Messages sent in conversations by e-mail.',
    numerator: { email_messages_outbound: 1 },
  },
  email_bounced: {
    unit: 'count',
    description: 'Contacts whose mail bounced.',
    numerator: { email_bounced: 1 },
  },
  email_complained: {
    unit: 'count',
    description: 'Contacts who complained.',
    numerator: { email_complained: 1 },
  },

  total_interactions: {
    unit: 'count',
    description: 'Ended calls and conversations.',
    numerator: { calls: 1, conversations: 1 },
  },
  voice_share: {
    unit: 'rate',
    description: 'Share of ended calls in calls and conversations.',
    numerator: { calls: 1 },
    denominator: { calls: 1, conversations: 1 },
  },
  conversation_share: {
    unit: 'rate',
    description: 'Share of conversations in calls and conversations.',
    numerator: CONVERSATIONS,
    denominator: { calls: 1, conversations: 1 },
  },
  blended_resolution_rate: {
    unit: 'rate',
    description: 'Share of calls resolved at first contact and of resolved conversations in both together.',
    numerator: { calls_first_contact_resolved: 1, ...RESOLVED },
    denominator: { calls: 1, conversations: 1 },
  },
} as const satisfies Record<string, Measure>;
