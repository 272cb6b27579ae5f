import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CALLS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import { callsQuery, callsScope } from './period.ts';

const FIELDS = { total: 'total_calls', completed: 'completed_calls', missed: 'missed_calls' } as const;
const DEFAULT_DAYS = 7;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

export const callsHourly = defineOperation({
  id: 'callsHourly',
  contract: 'calls',
  method: 'GET',
  path: '/api/v1/analytics/hourly',
  summary: 'Calls by local hour of the day; hours without calls are left out.',
  credential: 'tenant',
  permission: PERMISSIONS.managerAnalytics,
  query: callsQuery,
  response: z.object({
    data: z.array(
      schemaOfAll(FIELDS).extend({
        hour: z.int().min(0).max(23).describe('On the clocks of the zone asked for.'),
      }),
    ),
  }),
  async handle(context, { query }) {
    const { period, filter } = callsScope(context, query, DEFAULT_DAYS);
    const inputs = inputsOf(Object.values(FIELDS));
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs, period, filter, by: { kind: 'hours', zone: period.zone } },
    ]);
    const rows = HOURS.map((hour) => ({ hour, figures: valuesIn(results[0]!, String(hour)) }));
    return {
      data: rows
        .filter(({ figures }) => figures('calls') > 0)
        .map(({ hour, figures }) => ({ hour, ...formatAll(FIELDS, figures, CALLS_FORMAT) })),
    };
  },
});
