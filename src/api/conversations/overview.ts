import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CONVERSATIONS_FORMAT } from '../../query/format.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import {
  bucketLabel,
  conversationsScope,
  periodShape,
  presentPeriod,
  seriesBuckets,
  seriesQuery,
} from './scope.ts';

const SERIES = fields(CONVERSATIONS_FORMAT, {
  conversations: 'ended',
  totalDurationSeconds: 'ended_duration',
  avgDurationSeconds: 'ended_avg_duration',
  totalCostUsd: 'total_cost',
  transferRate: 'transfer_rate',
  resolutionRate: 'outcome_resolution_rate',
});
const TOTALS = fields(CONVERSATIONS_FORMAT, {
  ...SERIES.byField,
  avgCostUsdPerConversation: 'cost_per_conversation',
  abandonmentRate: 'ended_abandonment_rate',
});

export const conversationsOverview = defineOperation({
  id: 'conversationsOverview',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/overview',
  summary: 'Key figures of conversations in a period, in total and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    groupBy: seriesQuery.shape.groupBy.unwrap(),
    totals: TOTALS.schema,
    series: z.array(SERIES.schema.extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const buckets = seriesBuckets(scope.period, query.groupBy);
    const { total, series } = await runQueries(context, {
      total: { measures: TOTALS.measures, ...scope },
      series: { measures: SERIES.measures, ...scope, by: { kind: 'buckets', buckets } },
    });
    return {
      period: presentPeriod(scope.period),
      groupBy: query.groupBy,
      totals: TOTALS.format(total),
      series: buckets.map(({ label }) => ({ period: label, ...SERIES.format(valuesIn(series, label)) })),
    };
  },
});
