import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = fields(CALLS_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  missed_calls: 'missed_calls',
  avg_duration: 'avg_duration',
  avg_wait_time: 'avg_wait_time',
  avg_rating: 'call_avg_rating',
  total_duration: 'total_duration',
  satisfaction_rate: 'call_satisfaction_rate',
});
const SORTS = ['total_calls', 'avg_duration', 'avg_rating'] as const;
const ORDERS = ['asc', 'desc'] as const;

export const callsAgents = defineOperation({
  id: 'callsAgents',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/agents',
  summary: 'Figures of each agent with at least one call.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  conditional: 'figures',
  query: callsQuery.extend({
    sort_by: z.enum(SORTS).default('total_calls'),
    sort_order: z
      .enum(ORDERS)
      .default('desc')
      .describe('Agents without a value come last in both; ties by name, then id.'),
  }),
  response: z.object({
    data: z.array(
      FIELDS.schema.extend({
        user_id: z.string().describe('Id of the agent.'),
        user_name: z.string().describe('Current name; the id if no record of the agent was sent.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const { agents, names } = await runQueries(context, {
      agents: {
        measures: FIELDS.measures,
        ...callsScope(context, query),
        by: { kind: 'members', of: 'agent' },
      },
      names: { namesOf: 'agent' },
    });
    const rows = rank(agents, FIELDS.byField[query.sort_by], {
      names,
      having: ['total_calls'],
      order: query.sort_order,
    });
    return {
      data: rows.map(({ id, name, values }) => ({ user_id: id, user_name: name, ...FIELDS.format(values) })),
    };
  },
});
