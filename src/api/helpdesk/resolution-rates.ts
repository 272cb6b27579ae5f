import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { formatAll, HELPDESK_FORMAT, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { type MetricsQuery, valuesIn } from '../../query/query.ts';
import { QueryBatch } from '../../query/query-batch.ts';
import { PRIORITIES } from './priorities.ts';
import { assigneeFilter, helpdeskQuery, helpdeskScope, teamParameter } from './scope.ts';

const FIELDS = {
  total_conversations: 'conversations',
  resolved_count: 'resolved',
  ai_resolved_count: 'ai_resolved',
  human_resolved_count: 'human_resolved',
  ai_resolution_rate: 'ai_resolution_rate',
  human_resolution_rate: 'human_resolution_rate',
  resolution_rate: 'resolution_rate',
} as const;
const PRIORITY = {
  total: 'conversations',
  resolved: 'resolved',
  ai_resolved: 'ai_resolved',
  human_resolved: 'human_resolved',
  resolution_rate: 'resolution_rate',
} as const;
const TERMS = inputsOf(Object.values(FIELDS));

export const helpdeskResolutionRates = defineOperation({
  id: 'helpdeskResolutionRates',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/resolution-rates',
  summary: 'How many conversations are resolved, by AI and by people, in total and by priority.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: helpdeskQuery.extend(teamParameter),
  response: schemaOfAll(FIELDS).extend({
    by_priority: z
      .array(schemaOfAll(PRIORITY).extend({ priority: z.enum(PRIORITIES) }))
      .describe('All four, the most urgent first; conversations without one are in none.'),
  }),
  async handle(context, { query }) {
    const { period } = helpdeskScope(context, query);
    const queryBatch = new QueryBatch();
    const runQueries = (by: MetricsQuery['by']) =>
      queryBatch.query({ inputs: TERMS, period, filter: assigneeFilter(query), by });
    const total = runQueries({ kind: 'total' });
    const priorities = runQueries({ kind: 'members', of: 'priority' });
    await queryBatch.run(context.store, context.tenant.timeZone);
    return {
      ...formatAll(FIELDS, valuesIn(total()), HELPDESK_FORMAT),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...formatAll(PRIORITY, valuesIn(priorities(), priority), HELPDESK_FORMAT),
      })),
    };
  },
});
