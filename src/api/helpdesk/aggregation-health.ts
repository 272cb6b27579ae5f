import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { askHealthFigures, healthFigures } from './health-figures.ts';
import { helpdeskQuery, helpdeskScope } from './scope.ts';

export const helpdeskAggregationHealth = defineOperation({
  id: 'helpdeskAggregationHealth',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/aggregation-health',
  summary: 'How fast three queries over the period are now, and how fresh what they read is.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery,
  response: healthFigures,
  async handle(context, { query }) {
    const { timeZone } = context.tenant;
    const queryBatch = new QueryBatch();
    const figures = askHealthFigures(queryBatch, helpdeskScope(context, query), timeZone);
    await queryBatch.run(context.store, timeZone);
    return figures();
  },
});
