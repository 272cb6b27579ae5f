import * as z from 'zod';
import { defineOperation } from '../../http/operation.ts';
import { ask } from '../../query/run-queries.ts';
import { compareExact } from '../../query/fraction.ts';
import { listed, othersLast } from '../../query/listed.ts';
import { finish, type MeasureName, termsOf } from '../../query/measures.ts';
import { type Directory, directoryIn, directoryQuery } from '../../query/dimension-names.ts';
import { compareCodePoints } from '../../query/order.ts';
import {
  CONVERSATION_STYLE,
  present,
  presentAll,
  schemaOf,
  schemaOfAll,
} from '../../query/format.ts';
import { type Answer, figuresOf } from '../../query/query.ts';
import { PERMISSIONS } from '../../auth/roles.ts';
import {
  bucketLabel,
  conversationsScope,
  periodShape,
  presentPeriod,
  seriesBuckets,
  seriesQuery,
} from './scope.ts';

const BREAKDOWN = { llm: 'llm_cost', tts: 'tts_cost', stt: 'stt_cost', telephony: 'telephony_cost' } as const;
const ROW = { totalUsd: 'total_cost', conversations: 'ended' } as const;
const MEASURES: MeasureName[] = [...Object.values(ROW), ...Object.values(BREAKDOWN)];

export const conversationsCosts = defineOperation({
  id: 'conversationsCosts',
  contract: '003',
  method: 'GET',
  path: '/api/v1/analytics/costs',
  summary: 'What conversations cost: by part, by agent and over time.',
  credential: 'tenant',
  permission: PERMISSIONS.readerAnalytics,
  query: seriesQuery,
  response: z.object({
    period: periodShape,
    totalUsd: schemaOf('total_cost'),
    breakdown: schemaOfAll(BREAKDOWN),
    byAgent: z
      .array(
        schemaOfAll(ROW).extend({
          agentId: z.string(),
          agentName: z.string().describe('Current name; the id where no record of the agent ever came.'),
        }),
      )
      .describe('Agents with a conversation, dearest first; ties by name, then id.'),
    series: z.array(schemaOfAll(ROW).extend({ period: bucketLabel })),
  }),
  async handle(context, { query }) {
    const scope = conversationsScope(context, query);
    const buckets = seriesBuckets(scope.period, query.groupBy);
    const terms = termsOf(MEASURES);
    const { answers, extra } = await ask(
      context.store,
      context.tenant.timeZone,
      [
        { terms, ...scope, by: { kind: 'total' } },
        { terms, ...scope, by: { kind: 'buckets', buckets } },
        ...(query.agentId === undefined
          ? [{ terms, ...scope, by: { kind: 'members', of: 'agent' } } as const]
          : []),
      ],
      [directoryQuery('agent')],
    );
    const [total, series] = [figuresOf(answers[0]!), answers[1]!];
    const agents = answers[2] ?? new Map([[query.agentId ?? '', total]]);
    return {
      period: presentPeriod(scope.period),
      totalUsd: present('total_cost', total, CONVERSATION_STYLE),
      breakdown: presentAll(BREAKDOWN, total, CONVERSATION_STYLE),
      byAgent: agentRows(agents, directoryIn(extra[0]!)),
      series: buckets.map(({ label }) => ({
        period: label,
        ...presentAll(ROW, figuresOf(series, label), CONVERSATION_STYLE),
      })),
    };
  },
});

function agentRows(agents: Answer, directory: Directory) {
  return listed(agents, directory)
    .filter(({ figures }) => figures('ended') > 0)
    .map((each) => ({ ...each, cost: finish('total_cost', each.figures) }))
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareExact(b.cost, a.cost) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    )
    .map(({ id, name, figures }) => ({
      agentId: id,
      agentName: name,
      ...presentAll(ROW, figures, CONVERSATION_STYLE),
    }));
}
