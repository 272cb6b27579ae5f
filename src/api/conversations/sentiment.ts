import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CONVERSATIONS_FORMAT, formatMeasure, schemaOf } from '../../query/format.ts';
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

const SHARES = fields(CONVERSATIONS_FORMAT, {
  positive: 'positive_share',
  neutral: 'neutral_share',
  negative: 'negative_share',
});
const ROW = fields(CONVERSATIONS_FORMAT, { avgScore: 'avg_sentiment', ...SHARES.byField });

export const conversationsSentiment = defineOperation({
  id: 'conversationsSentiment',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/sentiment',
  summary: 'How customers felt in conversations, in total and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    avgScore: schemaOf('avg_sentiment'),
    distribution: SHARES.schema,
    series: z.array(ROW.schema.extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const scope = { measures: ROW.measures, ...conversationsScope(context, query) };
    const buckets = seriesBuckets(scope.period, query.groupBy);
    const { total, series } = await runQueries(context, {
      total: scope,
      series: { ...scope, by: { kind: 'buckets', buckets } },
    });
    return {
      period: presentPeriod(scope.period),
      avgScore: formatMeasure('avg_sentiment', total, CONVERSATIONS_FORMAT),
      distribution: SHARES.format(total),
      series: buckets.map(({ label }) => ({ period: label, ...ROW.format(valuesIn(series, label)) })),
    };
  },
});
