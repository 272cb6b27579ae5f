import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { bucketsOf } from '../../time/buckets.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = fields(CALLS_FORMAT, {
  total_calls: 'total_calls',
  completed_calls: 'completed_calls',
  avg_duration: 'avg_duration',
  avg_rating: 'call_avg_rating',
  new_customers: 'new_customers',
});
const GRANULARITIES = ['day', 'week', 'month'] as const;

export const callsTrends = defineOperation({
  id: 'callsTrends',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/trends',
  summary: 'Calls over time: every local day, ISO week or month of the period.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  conditional: 'figures',
  query: callsQuery.extend({
    granularity: z.enum(GRANULARITIES).default('day'),
  }),
  response: z.object({
    data: z.array(
      FIELDS.schema.extend({
        date: z.iso.date().describe('First local day of the bucket: its Monday, the first of its month.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const scope = callsScope(context, query);
    const buckets = bucketsOf(scope.period, query.granularity);
    const { series } = await runQueries(context, {
      series: { measures: FIELDS.measures, ...scope, by: { kind: 'buckets', buckets } },
    });
    return {
      data: buckets.map(({ label }) => ({ date: label, ...FIELDS.format(valuesIn(series, label)) })),
    };
  },
});
