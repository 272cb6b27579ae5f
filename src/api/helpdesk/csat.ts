import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { addCsatFigures, csatFigures } from './csat-figures.ts';
import { assigneeFilter, assigneeParameters, helpdeskQuery, helpdeskScope } from './scope.ts';

export const helpdeskCsat = defineOperation({
  id: 'helpdeskCsat',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/csat',
  summary: "Customers' satisfaction with conversations: in total, by rating, day and agent.",
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery.extend(assigneeParameters),
  response: csatFigures,
  async handle(context, { query }) {
    const batch = new QueryBatch();
    const figures = addCsatFigures(batch, helpdeskScope(context, query), assigneeFilter(query));
    await batch.run(context);
    return figures();
  },
});
