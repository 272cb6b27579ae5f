import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CONVERSATIONS_FORMAT, formatAll, schemaOfAll } from '../../query/format.ts';
import { inputsOf } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
import {
  bucketLabel,
  conversationsScope,
  periodShape,
  presentPeriod,
  seriesBuckets,
  seriesQuery,
} from './scope.ts';

const SERIES = {
  conversations: 'ended',
  totalDurationSeconds: 'ended_duration',
  avgDurationSeconds: 'ended_avg_duration',
  totalCostUsd: 'total_cost',
  transferRate: 'transfer_rate',
  resolutionRate: 'outcome_resolution_rate',
} as const;
const TOTALS = {
  ...SERIES,
  avgCostUsdPerConversation: 'cost_per_conversation',
  abandonmentRate: 'abandonment_rate',
} as const;

export const conversationsOverview = defineOperation({
  id: 'conversationsOverview',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/overview',
  summary: 'Key figures of conversations in a period, in total and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    groupBy: seriesQuery.shape.groupBy.unwrap(),
    totals: schemaOfAll(TOTALS),
    series: z.array(schemaOfAll(SERIES).extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const { period, filter } = conversationsScope(context, query);
    const buckets = seriesBuckets(period, query.groupBy);
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs: inputsOf(Object.values(TOTALS)), period, filter, by: { kind: 'total' } },
      { inputs: inputsOf(Object.values(SERIES)), period, filter, by: { kind: 'buckets', buckets } },
    ]);
    return {
      period: presentPeriod(period),
      groupBy: query.groupBy,
      totals: formatAll(TOTALS, valuesIn(results[0]!), CONVERSATIONS_FORMAT),
      series: buckets.map(({ label }) => ({
        period: label,
        ...formatAll(SERIES, valuesIn(results[1]!, label), CONVERSATIONS_FORMAT),
      })),
    };
  },
});
