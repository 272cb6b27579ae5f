import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT, schemaOf } from '../../query/format.ts';
import { type MeasuresQuery, QueryBatch } from '../../query/query-batch.ts';
import { rankCounts } from '../../query/ranking.ts';
import { type HelpdeskScope, helpdeskFiguresQuery, helpdeskScope } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  total_conversations: 'conversations',
  ai_resolved_count: 'ai_resolved',
  ai_resolution_rate: 'ai_resolution_rate',
  human_resolved_count: 'human_resolved',
  escalation_rate: 'escalation_rate',
  first_response_minutes_avg: 'first_response_minutes',
  resolution_minutes_median: 'resolution_minutes_median',
});

/** Key figures of conversations, and their channels. */
export const conversationFigures = FIELDS.schema.extend({
  channel_distribution: z
    .array(z.object({ channel: z.string(), conversation_count: schemaOf('conversations') }))
    .describe('Channels with a conversation, most first.'),
});

/** The queries for `conversationFigures`. */
export function conversationQueries({ period, filter }: HelpdeskScope) {
  return {
    total: { measures: FIELDS.measures, period, filter },
    channels: { measures: ['conversations'], period, filter, by: { kind: 'members', of: 'channel' } },
  } as const satisfies Record<string, MeasuresQuery>;
}

/** Adds the queries for `conversationFigures`. The returned function gives them once the batch has run. */
export function addConversationFigures(batch: QueryBatch, scope: HelpdeskScope) {
  const queries = conversationQueries(scope);
  const total = batch.add(queries.total);
  const channels = batch.add(queries.channels);
  return (): z.input<typeof conversationFigures> => ({
    ...FIELDS.format(total()),
    channel_distribution: rankCounts(channels(), 'conversations').map(({ name, count }) => ({
      channel: name,
      conversation_count: count,
    })),
  });
}

export const helpdeskOverview = defineOperation({
  id: 'helpdeskOverview',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/overview',
  summary: 'Key figures of conversations in a period, open ones included.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: helpdeskFiguresQuery,
  response: conversationFigures,
  async handle(context, { query }) {
    const batch = new QueryBatch();
    const figures = addConversationFigures(batch, helpdeskScope(context, query));
    await batch.run(context);
    return figures();
  },
});
