import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CONVERSATIONS_FORMAT, formatMeasure, schemaOf } from '../../query/format.ts';
import type { MeasureName } from '../../query/measures.ts';
import type { QueryResult } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rankCounts } from '../../query/ranking.ts';
import { conversationsQuery, conversationsScope, periodShape, presentPeriod } from './scope.ts';

const STATUSES = fields(CONVERSATIONS_FORMAT, {
  completed: 'ended_completed',
  failed: 'ended_failed',
  abandoned: 'ended_abandoned',
});
const PERCENTILES = fields(CONVERSATIONS_FORMAT, {
  p50: 'duration_p50',
  p75: 'duration_p75',
  p90: 'duration_p90',
  p99: 'duration_p99',
});
const MEASURES: MeasureName[] = ['ended', 'avg_sentiment', ...STATUSES.measures, ...PERCENTILES.measures];
/** Outcomes that are shown even if they have no interactions. */
const NO_OUTCOMES = { resolved: 0, escalated: 0, callback_scheduled: 0, unresolved: 0 };
const count = z.int().min(0);

export const conversationsBreakdown = defineOperation({
  id: 'conversationsBreakdown',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/conversations',
  summary: 'Conversations by status, channel and outcome; how long they took and how customers felt.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: conversationsQuery,
  response: z.object({
    period: periodShape,
    total: schemaOf('ended'),
    byStatus: STATUSES.schema,
    byChannel: z.record(z.string(), count).describe('Channels with a conversation.'),
    byOutcome: z
      .object({ resolved: count, escalated: count, callback_scheduled: count, unresolved: count })
      .catchall(count)
      .describe('These four always, other outcomes as they occur.'),
    durationPercentiles: PERCENTILES.schema,
    avgSentimentScore: schemaOf('avg_sentiment'),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const count = { measures: ['ended'], ...scope } as const;
    const { total, outcomes, channels } = await runQueries(context, {
      total: { measures: MEASURES, ...scope },
      outcomes: { ...count, by: { kind: 'members', of: 'outcome' } },
      channels: { ...count, by: { kind: 'members', of: 'channel' } },
    });
    return {
      period: presentPeriod(scope.period),
      total: formatMeasure('ended', total, CONVERSATIONS_FORMAT),
      byStatus: STATUSES.format(total),
      byChannel: countsByName(channels),
      byOutcome: { ...NO_OUTCOMES, ...countsByName(outcomes) },
      durationPercentiles: PERCENTILES.format(total),
      avgSentimentScore: formatMeasure('avg_sentiment', total, CONVERSATIONS_FORMAT),
    };
  },
});

function countsByName(result: QueryResult): Record<string, number> {
  return Object.fromEntries(rankCounts(result, 'ended').map(({ name, count }) => [name, count]));
}
