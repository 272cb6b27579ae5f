import { together } from '../../query/combined.ts';
import { inputsOf, type MeasureName, type Values } from '../../query/measures.ts';
import { type MetricsQuery, valuesIn } from '../../query/query.ts';
import type { SourceContext } from '../source.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { channelFilter } from './agents-in.ts';
import { summed } from './summed.ts';

/** The figures of all interactions that a report is of, under its filters. */
export async function reportTotal(
  context: SourceContext,
  { period, spec }: Pick<ExportRequest, 'period'> & { spec: ReportSpec },
  measures: readonly MeasureName[],
): Promise<Values> {
  const metricsQuery: MetricsQuery = {
    inputs: inputsOf(measures),
    period,
    filter: channelFilter(spec),
    by: { kind: 'total' },
  };
  const ids = [...new Set(spec.agentIds)];
  const metricsQueries = ids.map(
    (agent): MetricsQuery => ({ ...metricsQuery, filter: { ...metricsQuery.filter, agent } }),
  );
  const answers = await summed(context, ids.length === 0 ? [metricsQuery] : metricsQueries);
  return together(answers.map((answer) => valuesIn(answer)));
}
