import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CONVERSATIONS_FORMAT, formatAll, formatMeasure, schemaOf, schemaOfAll } from '../../query/format.ts';
import { inputsOf, type MeasureName } from '../../query/measures.ts';
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

const SHARES = { positive: 'positive_share', neutral: 'neutral_share', negative: 'negative_share' } as const;
const ROW = { avgScore: 'avg_sentiment', ...SHARES } as const;
const MEASURES: MeasureName[] = Object.values(ROW);

export const conversationsSentiment = defineOperation({
  id: 'conversationsSentiment',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/sentiment',
  summary: 'How customers felt in conversations, in total and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    avgScore: schemaOf('avg_sentiment'),
    distribution: schemaOfAll(SHARES),
    series: z.array(schemaOfAll(ROW).extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const buckets = seriesBuckets(scope.period, query.groupBy);
    const inputs = inputsOf(MEASURES);
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs, ...scope, by: { kind: 'total' } },
      { inputs, ...scope, by: { kind: 'buckets', buckets } },
    ]);
    const total = valuesIn(results[0]!);
    return {
      period: presentPeriod(scope.period),
      avgScore: formatMeasure('avg_sentiment', total, CONVERSATIONS_FORMAT),
      distribution: formatAll(SHARES, total, CONVERSATIONS_FORMAT),
      series: buckets.map(({ label }) => ({
        period: label,
        ...formatAll(ROW, valuesIn(results[1]!, label), CONVERSATIONS_FORMAT),
      })),
    };
  },
});
