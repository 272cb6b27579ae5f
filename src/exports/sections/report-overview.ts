import { CONVERSATIONS_FORMAT, formatMeasure } from '../../query/format.ts';
import {
  evaluate,
  MEASURES,
  type MeasureName,
  remainder,
  together,
  type Values,
} from '../../query/measures.ts';
import { type QueryResult, valuesIn } from '../../query/query.ts';
import type { MeasuresQuery } from '../../query/query-batch.ts';
import { dimensionNamesIn, dimensionNamesStatement, rank } from '../../query/ranking.ts';
import { bucketsOf } from '../../time/buckets.ts';
import type { Chart, Overview, SourceContext } from '../section.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { costsByDay, daysAtOnce, totalsByDay } from './agents-by-day.ts';
import { channelFilter, wantedAgents } from './agents-in.ts';
import { figureText } from './fact-section.ts';
import { summed } from './summed.ts';

/** Figures of all interactions of a report, with its filters. */
export async function reportTotal(
  context: SourceContext,
  { period, spec }: Pick<ExportRequest, 'period'> & { spec: ReportSpec },
  measures: readonly MeasureName[],
): Promise<Values> {
  const query: MeasuresQuery = {
    measures: measures,
    period,
    filter: channelFilter(spec),
  };
  const ids = [...new Set(spec.agentIds)];
  const metricsQueries = ids.map(
    (agent): MeasuresQuery => ({ ...query, filter: { ...query.filter, agent } }),
  );
  const answers = await summed(context, ids.length === 0 ? [query] : metricsQueries);
  return together(answers.map((answer) => valuesIn(answer)));
}

type Request = ExportRequest & { spec: ReportSpec };

const CONVERSATIONS: Readonly<Record<string, MeasureName>> = {
  Conversations: 'ended',
  'Average duration': 'ended_avg_duration',
  'Resolution rate': 'outcome_resolution_rate',
  'Transfer rate': 'transfer_rate',
  'Abandonment rate': 'ended_abandonment_rate',
  'Average sentiment': 'avg_sentiment',
  'Total cost': 'total_cost',
  'Cost per conversation': 'cost_per_conversation',
};
const COSTS: Readonly<Record<string, MeasureName>> = {
  'Total cost': 'total_cost',
  LLM: 'llm_cost',
  TTS: 'tts_cost',
  STT: 'stt_cost',
  Telephony: 'telephony_cost',
  Conversations: 'ended',
  'Cost per conversation': 'cost_per_conversation',
};
const TOP_AGENTS = 10;

/**
 * Key figures of the interactions of a report, as the API shows them with the same filters, and a chart per report
 * type.
 */
export async function reportOverview(context: SourceContext, request: Request): Promise<Overview> {
  const { type } = request.spec;
  const measures = type === 'cost_summary' ? COSTS : CONVERSATIONS;
  const total = await reportTotal(context, request, Object.values(measures));
  const keyFigures = Object.entries(measures).map(([label, name]) => ({
    label,
    value: figureText(name, total, CONVERSATIONS_FORMAT),
  }));
  if (type !== 'agent_performance') {
    const [title, measure] = type === 'cost_summary' ? COST_PER_DAY : CONVERSATIONS_PER_DAY;
    const counts = MEASURES[measure].unit === 'count';
    return { keyFigures, chart: { title, counts, points: await daily(context, request, measure) } };
  }
  const agents = await byAgent(context, request);
  const rest = figureText('ended', remainder(total, agents.values()), CONVERSATIONS_FORMAT);
  return {
    keyFigures: rest === '0' ? keyFigures : [...keyFigures, { label: 'Without an agent', value: rest }],
    chart: {
      title: `Top ${TOP_AGENTS} agents by conversations`,
      counts: true,
      points: await topAgents(context, agents),
    },
  };
}

const COST_PER_DAY = ['Cost per day, USD', 'total_cost'] as const;
const CONVERSATIONS_PER_DAY = ['Conversations per day', 'ended'] as const;

async function daily(
  context: SourceContext,
  { period, spec }: Request,
  measure: MeasureName,
): Promise<Chart['points']> {
  const days = bucketsOf(period, 'day').filter(({ start, end }) => start < end);
  const point = (label: string, figures: Values) => ({
    label,
    value: formatMeasure(measure, figures, CONVERSATIONS_FORMAT),
  });
  if (spec.agentIds.length === 0) {
    const totals = await totalsByDay(context, period.zone, days, spec);
    return days.map(({ label }) => point(label, valuesIn(totals, label)));
  }
  const points: Chart['points'][number][] = [];
  const step = daysAtOnce(context, period.zone, spec);
  for (let first = 0; first < days.length; first += step) {
    const some = days.slice(first, first + step);
    const { byDay } = await costsByDay(context, period.zone, some, spec);
    points.push(...some.map(({ label }, index) => point(label, together(byDay[index]?.values() ?? []))));
  }
  return points;
}

async function byAgent(context: SourceContext, { period, spec }: Request): Promise<QueryResult> {
  const [answer = new Map()] = await summed(context, [
    {
      measures: ['ended'],
      period,
      filter: channelFilter(spec),
      by: { kind: 'members', of: 'agent' },
    },
  ]);
  return wantedAgents(answer, spec);
}

async function topAgents({ store }: SourceContext, agents: QueryResult): Promise<Chart['points']> {
  const [parts] = await store.batch([dimensionNamesStatement('agent')]);
  return rank(agents, 'ended', { names: dimensionNamesIn(parts) })
    .slice(0, TOP_AGENTS)
    .map(({ id, name, values }) => ({ label: { name, id }, value: evaluate('ended', values).numerator }));
}
