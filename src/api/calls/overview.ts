import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import { runQueries } from '../../query/query-batch.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = fields(CALLS_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  missed_calls: 'missed_calls',
  cancelled_calls: 'cancelled_calls',
  avg_duration: 'avg_duration',
  avg_wait_time: 'avg_wait_time',
  avg_rating: 'call_avg_rating',
  total_customers: 'total_customers',
  new_customers: 'new_customers',
  completion_rate: 'completion_rate',
  satisfaction_rate: 'call_satisfaction_rate',
});

export const callsOverview = defineOperation({
  id: 'callsOverview',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/overview',
  summary: 'Key figures of calls in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  conditional: 'figures',
  query: callsQuery,
  response: z.object({ data: FIELDS.schema }),
  async handle(context, { query }) {
    const { total } = await runQueries(context, {
      total: { measures: FIELDS.measures, ...callsScope(context, query) },
    });
    return { data: FIELDS.format(total) };
  },
});
