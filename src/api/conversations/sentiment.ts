import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { ask } from '../../query/run-queries.ts';
import { type MeasureName, termsOf } from '../../query/measures.ts';
import {
  CONVERSATION_STYLE,
  present,
  presentAll,
  schemaOf,
  schemaOfAll,
} from '../../query/format.ts';
import { figuresOf } from '../../query/query.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
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
  contract: '003',
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
    const terms = termsOf(MEASURES);
    const { answers } = await ask(context.store, context.tenant.timeZone, [
      { terms, ...scope, by: { kind: 'total' } },
      { terms, ...scope, by: { kind: 'buckets', buckets } },
    ]);
    const total = figuresOf(answers[0]!);
    return {
      period: presentPeriod(scope.period),
      avgScore: present('avg_sentiment', total, CONVERSATION_STYLE),
      distribution: presentAll(SHARES, total, CONVERSATION_STYLE),
      series: buckets.map(({ label }) => ({
        period: label,
        ...presentAll(ROW, figuresOf(answers[1]!, label), CONVERSATION_STYLE),
      })),
    };
  },
});
