import * as z from 'zod';
import type { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, schemaOf, schemaOfAll } from '../../query/format.ts';
import { figuresOf } from '../../query/query.ts';
import { ranked } from '../../query/ranking.ts';
import type { HelpdeskScope } from './scope.ts';

const FIELDS = {
  total_conversations: 'conversations',
  ai_resolved_count: 'ai_resolved',
  ai_resolution_rate: 'ai_resolution_rate',
  human_resolved_count: 'human_resolved',
  escalation_rate: 'escalation_rate',
  first_response_minutes_avg: 'first_response_minutes',
  resolution_minutes_median: 'resolution_minutes_median',
} as const;

/** The key figures of conversations, and the channels they came by. */
export const conversationFigures = schemaOfAll(FIELDS).extend({
  channel_distribution: z
    .array(z.object({ channel: z.string(), conversation_count: schemaOf('conversations') }))
    .describe('Channels with a conversation, most first.'),
});

/** The questions behind `conversationFigures`. */
export function conversationQuestions({ period }: HelpdeskScope) {
  return {
    total: { terms: termsOf(Object.values(FIELDS)), period, filter: {}, by: { kind: 'total' } },
    channels: {
      terms: termsOf(['conversations']),
      period,
      filter: {},
      by: { kind: 'members', of: 'channel' },
    },
  } as const;
}

/** Asks for `conversationFigures`; tells them once the inquiry has run. */
export function askConversationFigures(inquiry: Inquiry, scope: HelpdeskScope) {
  const questions = conversationQuestions(scope);
  const total = inquiry.question(questions.total);
  const channels = inquiry.question(questions.channels);
  return (): z.input<typeof conversationFigures> => ({
    ...presentAll(FIELDS, figuresOf(total()), HELPDESK_STYLE),
    channel_distribution: ranked(channels(), 'conversations').map(({ name, count }) => ({
      channel: name,
      conversation_count: count,
    })),
  });
}
