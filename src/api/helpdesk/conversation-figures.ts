import * as z from 'zod';
import { formatAll, HELPDESK_FORMAT, schemaOf, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import type { QueryBatch } from '../../query/query-batch.ts';
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
export function conversationQueries({ period }: HelpdeskScope) {
  return {
    total: { inputs: inputsOf(Object.values(FIELDS)), period, filter: {}, by: { kind: 'total' } },
    channels: {
      inputs: inputsOf(['conversations']),
      period,
      filter: {},
      by: { kind: 'members', of: 'channel' },
    },
  } as const;
}

/** Asks for `conversationFigures`; tells them once the query batch has run. */
export function askConversationFigures(queryBatch: QueryBatch, scope: HelpdeskScope) {
  const metricsQueries = conversationQueries(scope);
  const total = queryBatch.query(metricsQueries.total);
  const channels = queryBatch.query(metricsQueries.channels);
  return (): z.input<typeof conversationFigures> => ({
    ...formatAll(FIELDS, valuesIn(total()), HELPDESK_FORMAT),
    channel_distribution: ranked(channels(), 'conversations').map(({ name, count }) => ({
      channel: name,
      conversation_count: count,
    })),
  });
}
