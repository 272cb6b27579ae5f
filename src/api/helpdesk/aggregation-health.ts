import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { addHealthFigures, healthFigures } from './health-figures.ts';
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
    const batch = new QueryBatch();
    const figures = addHealthFigures(batch, helpdeskScope(context, query), context.tenant.timeZone);
    await batch.run(context);
    return figures();
  },
});
