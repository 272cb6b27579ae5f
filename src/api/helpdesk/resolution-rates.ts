import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { Inquiry } from '../../query/query-batch.ts';
import { termsOf } from '../../query/measures.ts';
import { HELPDESK_STYLE, presentAll, schemaOfAll } from '../../query/format.ts';
import { figuresOf, type Question } from '../../query/query.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
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
const TERMS = termsOf(Object.values(FIELDS));

export const helpdeskResolutionRates = defineOperation({
  id: 'helpdeskResolutionRates',
  contract: '004',
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
    const inquiry = new Inquiry();
    const ask = (by: Question['by']) =>
      inquiry.question({ terms: TERMS, period, filter: assigneeFilter(query), by });
    const total = ask({ kind: 'total' });
    const priorities = ask({ kind: 'members', of: 'priority' });
    await inquiry.run(context.store, context.tenant.timeZone);
    return {
      ...presentAll(FIELDS, figuresOf(total()), HELPDESK_STYLE),
      by_priority: PRIORITIES.map((priority) => ({
        priority,
        ...presentAll(PRIORITY, figuresOf(priorities(), priority), HELPDESK_STYLE),
      })),
    };
  },
});
