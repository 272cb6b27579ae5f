import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = {
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
} as const;

export const callsOverview = defineOperation({
  id: 'callsOverview',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/overview',
  summary: 'Key figures of calls in a period.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  query: callsQuery,
  response: z.object({ data: schemaOfAll(FIELDS) }),
  async handle(context, { query }) {
    const { period, filter } = callsScope(context, query);
    const inputs = inputsOf(Object.values(FIELDS));
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs, period, filter, by: { kind: 'total' } },
    ]);
    return { data: formatAll(FIELDS, valuesIn(results[0]!), CALLS_FORMAT) };
  },
});
