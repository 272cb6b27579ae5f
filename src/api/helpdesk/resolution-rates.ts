import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { HELPDESK_FORMAT } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { PRIORITIES } from '../../records/interaction-fields.ts';
import { helpdeskFiguresQuery, helpdeskScope, teamParameter } from './scope.ts';

const FIELDS = fields(HELPDESK_FORMAT, {
  total_conversations: 'conversations',
  resolved_count: 'resolved',
  ai_resolved_count: 'ai_resolved',
  human_resolved_count: 'human_resolved',
  ai_resolution_rate: 'ai_resolution_rate',
  human_resolution_rate: 'human_resolution_rate',
  resolution_rate: 'resolution_rate',
});
const PRIORITY = fields(HELPDESK_FORMAT, {
  total: 'conversations',
  resolved: 'resolved',
  ai_resolved: 'ai_resolved',
  human_resolved: 'human_resolved',
  resolution_rate: 'resolution_rate',
});

export const helpdeskResolutionRates = defineOperation({
  id: 'helpdeskResolutionRates',
  contract: 'helpdesk',
  method: 'GET',
  path: '/api/v2/analytics/conversations/resolution-rates',
  summary: 'How many conversations are resolved, by AI and by people, in total and by priority.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: helpdeskFiguresQuery.extend(teamParameter),
  response: FIELDS.schema.extend({
    by_priority: z
      .array(PRIORITY.schema.extend({ priority: z.enum(PRIORITIES) }))
      .describe('All four, the most urgent first; conversations without one are in none.'),
  }),
  async handle(context, { query }) {
    const { period, filter } = helpdeskScope(context, query);
    const scope = { measures: FIELDS.measures, period, filter };
    const { total, priorities } = await runQueries(context, {
      total: scope,
      priorities: { ...scope, by: { kind: 'members', of: 'priority' } },
    });
    return {
      ...FIELDS.format(total),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...PRIORITY.format(valuesIn(priorities, priority)),
      })),
    };
  },
});
