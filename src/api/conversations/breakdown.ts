import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { CONVERSATIONS_FORMAT, formatAll, formatMeasure, schemaOf, schemaOfAll } from '../../query/format.ts';
import { inputsOf, type MeasureName } from '../../query/measures.ts';
import { type MetricsQuery, type QueryResult, valuesIn } from '../../query/query.ts';
import { ranked } from '../../query/ranking.ts';
import { runQueries } from '../../query/run-queries.ts';
import { conversationsQuery, conversationsScope, periodShape, presentPeriod } from './scope.ts';

const STATUSES = {
  completed: 'ended_completed',
  failed: 'ended_failed',
  abandoned: 'ended_abandoned',
} as const;
const PERCENTILES = {
  p50: 'duration_p50',
  p75: 'duration_p75',
  p90: 'duration_p90',
  p99: 'duration_p99',
} as const;
const MEASURES: MeasureName[] = [
  'ended',
  'avg_sentiment',
  ...Object.values(STATUSES),
  ...Object.values(PERCENTILES),
];
/** Outcomes that are shown also where they do not occur. */
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
  query: conversationsQuery,
  response: z.object({
    period: periodShape,
    total: schemaOf('ended'),
    byStatus: schemaOfAll(STATUSES),
    byChannel: z.record(z.string(), count).describe('Channels with a conversation.'),
    byOutcome: z
      .object({ resolved: count, escalated: count, callback_scheduled: count, unresolved: count })
      .catchall(count)
      .describe('These four always, other outcomes as they occur.'),
    durationPercentiles: schemaOfAll(PERCENTILES),
    avgSentimentScore: schemaOf('avg_sentiment'),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const counts = (of: 'outcome' | 'channel'): MetricsQuery => ({
      inputs: inputsOf(['ended']),
      ...scope,
      by: { kind: 'members', of },
    });
    const { results } = await runQueries(context.store, context.tenant.timeZone, [
      { inputs: inputsOf(MEASURES), ...scope, by: { kind: 'total' } },
      counts('outcome'),
      ...(query.channel === undefined ? [counts('channel')] : []),
    ]);
    const [total, outcomes] = [valuesIn(results[0]!), results[1]!];
    const channels = results[2] ?? new Map([[query.channel ?? '', total]]);
    return {
      period: presentPeriod(scope.period),
      total: formatMeasure('ended', total, CONVERSATIONS_FORMAT),
      byStatus: formatAll(STATUSES, total, CONVERSATIONS_FORMAT),
      byChannel: countsByName(channels),
      byOutcome: { ...NO_OUTCOMES, ...countsByName(outcomes) },
      durationPercentiles: formatAll(PERCENTILES, total, CONVERSATIONS_FORMAT),
      avgSentimentScore: formatMeasure('avg_sentiment', total, CONVERSATIONS_FORMAT),
    };
  },
});

function countsByName(answer: QueryResult): Record<string, number> {
  return Object.fromEntries(ranked(answer, 'ended').map(({ name, count }) => [name, count]));
}
