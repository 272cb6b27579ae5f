import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CALLS_FORMAT, formatCount } from '../../query/format.ts';
import { HOURS, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = fields(CALLS_FORMAT, {
  total: 'total_calls',
  completed: 'completed_calls',
  missed: 'missed_calls',
});
const DEFAULT_DAYS = 7;

export const callsHourly = defineOperation({
  id: 'callsHourly',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/hourly',
  summary: 'Calls by local hour of the day; hours without calls are left out.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  conditional: 'figures',
  query: callsQuery,
  response: z.object({
    data: z.array(
      FIELDS.schema.extend({
        hour: z.int().min(0).max(23).describe('In local time of the requested zone.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const scope = callsScope(context, query, DEFAULT_DAYS);
    const { hours } = await runQueries(context, {
      hours: { measures: FIELDS.measures, ...scope, by: { kind: 'hours', zone: scope.period.zone } },
    });
    return {
      data: HOURS.map((hour) => ({ hour, values: valuesIn(hours, String(hour)) }))
        .filter(({ values }) => formatCount('total_calls', values) > 0)
        .map(({ hour, values }) => ({ hour, ...FIELDS.format(values) })),
    };
  },
});
