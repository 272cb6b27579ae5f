import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { ask } from '../../query/run-queries.ts';
import { rounded } from '../../query/fraction.ts';
import { termsOf } from '../../query/measures.ts';
import { CONVERSATION_STYLE, presentCount } from '../../query/format.ts';
import { figuresOf } from '../../query/query.ts';
import { ranked, withRest } from '../../query/ranking.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import { wholeParameter } from '../whole-parameter.ts';
import { conversationsQuery, conversationsScope, periodShape, presentPeriod } from './scope.ts';

const REST = 'other';
const SHARE = CONVERSATION_STYLE.rate;

export const conversationsIntents = defineOperation({
  id: 'conversationsIntents',
  contract: '003',
  method: 'GET',
  path: '/api/v1/analytics/intents',
  summary: 'What conversations were about, most frequent intents first.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
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
    const scope = conversationsScope(context, query);
    const terms = termsOf(['ended']);
    const { answers } = await ask(context.store, context.tenant.timeZone, [
      { terms, ...scope, by: { kind: 'total' } },
      { terms, ...scope, by: { kind: 'members', of: 'intent' } },
    ]);
    const total = presentCount('ended', figuresOf(answers[0]!));
    const rows = withRest(ranked(answers[1]!, 'ended'), total, query.limit, REST);
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
