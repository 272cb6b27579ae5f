import { type MeasureName, together, type Values } from '../../query/measures.ts';
import { valuesIn } from '../../query/query.ts';
import type { MeasuresQuery } from '../../query/query-batch.ts';
import type { SourceContext } from '../section.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { channelFilter } from './agents-in.ts';
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
