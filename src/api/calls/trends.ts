import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  avg_duration: 'avg_duration',
  avg_rating: 'call_avg_rating',
  new_customers: 'new_customers',
} as const;
const GRANULARITIES = ['day', 'week', 'month'] as const;

export const callsTrends = defineOperation({
  id: 'callsTrends',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/trends',
  summary: 'Calls over time: every local day, ISO week or month of the period.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  query: callsQuery.extend({
    granularity: z
      .enum(GRANULARITIES, { error: `Must be one of ${GRANULARITIES.join(', ')}.` })
      .default('day'),
  }),
  response: z.object({
    data: z.array(
      schemaOfAll(FIELDS).extend({
        date: z.iso.date().describe('First local day of the bucket: its Monday, the first of its month.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const { period, filter } = callsScope(context, query);
    const buckets = bucketsOf(period, query.granularity);
    const inputs = inputsOf(Object.values(FIELDS));
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs, period, filter, by: { kind: 'buckets', buckets } },
    ]);
    return {
      data: buckets.map(({ label }) => ({
        date: label,
        ...formatAll(FIELDS, valuesIn(results[0]!, label), CALLS_FORMAT),
      })),
    };
  },
});
