import * as z from 'zod';
import { PERMISSIONS } from '../../auth/roles.ts';
import { defineOperation } from '../../http/operation.ts';
import {
  type DimensionNames,
  dimensionNamesIn,
  dimensionNamesStatement,
} from '../../query/dimension-names.ts';
import { CONVERSATIONS_FORMAT, formatAll, formatMeasure, schemaOf, schemaOfAll } from '../../query/format.ts';
import { compareFractions } from '../../query/fraction.ts';
import { listed, othersLast } from '../../query/listed.ts';
import { evaluate, inputsOf, type MeasureName } from '../../query/measures.ts';
import { compareCodePoints } from '../../query/order.ts';
import { type QueryResult, valuesIn } from '../../query/query.ts';
import { runQueries } from '../../query/run-queries.ts';
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
  contract: 'conversations',
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
    const inputs = inputsOf(MEASURES);
    const { results, extra } = await runQueries(
      context.store,
      context.tenant.timeZone,
      [
        { inputs, ...scope, by: { kind: 'total' } },
        { inputs, ...scope, by: { kind: 'buckets', buckets } },
        ...(query.agentId === undefined
          ? [{ inputs, ...scope, by: { kind: 'members', of: 'agent' } } as const]
          : []),
      ],
      [dimensionNamesStatement('agent')],
    );
    const [total, series] = [valuesIn(results[0]!), results[1]!];
    const agents = results[2] ?? new Map([[query.agentId ?? '', total]]);
    return {
      period: presentPeriod(scope.period),
      totalUsd: formatMeasure('total_cost', total, CONVERSATIONS_FORMAT),
      breakdown: formatAll(BREAKDOWN, total, CONVERSATIONS_FORMAT),
      byAgent: agentRows(agents, dimensionNamesIn(extra[0]!)),
      series: buckets.map(({ label }) => ({
        period: label,
        ...formatAll(ROW, valuesIn(series, label), CONVERSATIONS_FORMAT),
      })),
    };
  },
});

function agentRows(agents: QueryResult, directory: DimensionNames) {
  return listed(agents, directory)
    .filter(({ figures }) => figures('ended') > 0)
    .map((each) => ({ ...each, cost: evaluate('total_cost', each.figures) }))
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareFractions(b.cost, a.cost) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    )
    .map(({ id, name, figures }) => ({
      agentId: id,
      agentName: name,
      ...formatAll(ROW, figures, CONVERSATIONS_FORMAT),
    }));
}
