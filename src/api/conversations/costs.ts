import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import { fields } from '../../query/fields.ts';
import { CONVERSATIONS_FORMAT, formatMeasure, schemaOf } from '../../query/format.ts';
import type { MeasureName } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/query-batch.ts';
import { rank } from '../../query/ranking.ts';
import {
  bucketLabel,
  conversationsScope,
  periodShape,
  presentPeriod,
  seriesBuckets,
  seriesQuery,
} from './scope.ts';

const BREAKDOWN = fields(CONVERSATIONS_FORMAT, {
  llm: 'llm_cost',
  tts: 'tts_cost',
  stt: 'stt_cost',
  telephony: 'telephony_cost',
});
const ROW = fields(CONVERSATIONS_FORMAT, { totalUsd: 'total_cost', conversations: 'ended' });
const MEASURES: MeasureName[] = [...ROW.measures, ...BREAKDOWN.measures];

export const conversationsCosts = defineOperation({
  id: 'conversationsCosts',
  contract: 'conversations',
  method: 'GET',
  path: '/api/v1/analytics/costs',
  summary: 'What conversations cost: by part, by agent and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  conditional: 'figures',
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    totalUsd: schemaOf('total_cost'),
    breakdown: BREAKDOWN.schema,
    byAgent: z
      .array(
        ROW.schema.extend({
          agentId: z.string(),
          agentName: z.string().describe('Current name; the id if no record of the agent was sent.'),
        }),
      )
      .describe('Agents with a conversation, dearest first; ties by name, then id.'),
    series: z.array(ROW.schema.extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const buckets = seriesBuckets(scope.period, query.groupBy);
    const costs = { measures: MEASURES, ...scope };
    const { total, series, agents, names } = await runQueries(context, {
      total: costs,
      series: { ...costs, by: { kind: 'buckets', buckets } },
      agents: { ...costs, by: { kind: 'members', of: 'agent' } },
      names: { namesOf: 'agent' },
    });
    return {
      period: presentPeriod(scope.period),
      totalUsd: formatMeasure('total_cost', total, CONVERSATIONS_FORMAT),
      breakdown: BREAKDOWN.format(total),
      byAgent: rank(agents, 'total_cost', { names, having: ['ended'] }).map(({ id, name, values }) => ({
        agentId: id,
        agentName: name,
        ...ROW.format(values),
      })),
      series: buckets.map(({ label }) => ({ period: label, ...ROW.format(valuesIn(series, label)) })),
    };
  },
});
