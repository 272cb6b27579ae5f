import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CONVERSATIONS_FORMAT, formatCount } from '../../query/format.ts';
import { rounded } from '../../query/measures.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rankCounts, withRest } from '../../query/ranking.ts';
import { wholeParameter } from '../parameters.ts';
import { conversationsQuery, conversationsScope, periodShape, presentPeriod } from './scope.ts';

const REST = 'other';
const SHARE = CONVERSATIONS_FORMAT.rate;

export const conversationsIntents = defineOperation({
  id: 'conversationsIntents',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/intents',
  summary: 'What conversations were about, most frequent intents first.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: conversationsQuery.extend({
    limit: wholeParameter(1, 100)
      .default(10)
      .describe(`So many intents, 1 to 100; "${REST}" is not counted.`),
  }),
  response: z.object({
    period: periodShape,
    intents: z
      .array(
        z.object({
          intent: z.string(),
          count: z.int().min(1),
          percentage: z.number().nullable().describe('Share of all conversations, as a fraction.'),
        }),
      )
      .describe(
        `Ties by name. All beyond the limit, and conversations without an intent, are in a last row "${REST}".`,
      ),
  }),
  async handle(context, { query }) {
    const scope = { measures: ['ended'], ...conversationsScope(context, query) } as const;
    const { all, byIntent } = await runQueries(context, {
      all: scope,
      byIntent: { ...scope, by: { kind: 'members', of: 'intent' } },
    });
    const total = formatCount('ended', all);
    const rows = withRest(rankCounts(byIntent, 'ended'), total, query.limit, REST);
    return {
      period: presentPeriod(scope.period),
      intents: rows.map(({ name, count }) => ({
        intent: name,
        count,
        percentage: rounded({ numerator: count, denominator: total }, SHARE.decimals, SHARE.factor),
      })),
    };
  },
});
