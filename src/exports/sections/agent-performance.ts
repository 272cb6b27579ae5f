import { formatMeasure } from '../../query/format.ts';
import { evaluate, type MeasureName } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import { compareCodePoints, dimensionNamesIn, dimensionNamesStatement } from '../../query/ranking.ts';
import type { Column, Section, SourceContext } from '../section.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { agentsAround, agentsIn, channelFilter } from './agents-in.ts';
import { namedCell, REPORT_FORMAT } from './fact-section.ts';
import { summed } from './summed.ts';

const FIGURES: Readonly<Record<string, MeasureName>> = {
  conversations: 'ended',
  totalDurationSeconds: 'ended_duration',
  avgDurationSeconds: 'ended_avg_duration',
  resolutionRate: 'outcome_resolution_rate',
  transferRate: 'transfer_rate',
  abandonmentRate: 'ended_abandonment_rate',
  avgSentimentScore: 'avg_sentiment',
  totalCostUsd: 'total_cost',
};
const MEASURES = Object.values(FIGURES);
const COLUMNS: readonly Column[] = [
  { name: 'agentId', type: 'text' },
  { name: 'agentName', type: 'text' },
  ...Object.keys(FIGURES).map((name) => ({ name, type: 'number' }) as const),
];
const PAGE_AGENTS = 40;

/** One row per agent with an ended interaction in the period, by id, each read from the agent's own rollups. */
export function agentPerformanceSection(
  context: SourceContext,
  { period, spec }: ExportRequest & { spec: ReportSpec },
): Section {
  return {
    name: spec.type,
    columns: COLUMNS,
    count: async () => (await agentsIn(context, period, spec)).length,
    async page(cursor) {
      const after = cursor === null ? '' : String(cursor[0]);
      const all = await agentsAround(context, period, spec);
      const left = all.filter((id) => compareCodePoints(id, after) > 0);
      const ids = left.slice(0, PAGE_AGENTS);
      const [[parts = []], answers] = await Promise.all([
        context.store.batch([dimensionNamesStatement('agent')]),
        summed(
          context,
          ids.map((agent) => ({
            measures: MEASURES,
            period,
            filter: { ...channelFilter(spec), agent },
          })),
        ),
      ]);
      const names = dimensionNamesIn(parts);
      const rows = ids
        .map((id, index) => ({ id, figures: valuesIn(answers[index] ?? new Map()) }))
        .filter(({ figures }) => evaluate('ended', figures).numerator > 0)
        .map(({ id, figures }) => [
          id,
          namedCell(names, id),
          ...MEASURES.map((measure) => formatMeasure(measure, figures, REPORT_FORMAT)),
        ]);
      const last = ids.at(-1);
      return { rows, next: last !== undefined && left.length > ids.length ? [last] : null };
    },
  };
}
