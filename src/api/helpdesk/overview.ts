import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { addConversationFigures, conversationFigures } from './conversation-figures.ts';
import { helpdeskQuery, helpdeskScope } from './scope.ts';

export const helpdeskOverview = defineOperation({
  id: 'helpdeskOverview',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/overview',
  summary: 'Key figures of conversations in a period, open ones included.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery,
  response: conversationFigures,
  async handle(context, { query }) {
    const batch = new QueryBatch();
    const figures = addConversationFigures(batch, helpdeskScope(context, query));
    await batch.run(context);
    return figures();
  },
});
