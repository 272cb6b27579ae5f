import { together } from '../../query/combined.ts';
import { type Figures, type MeasureName, termsOf } from '../../query/measures.ts';
import { figuresOf, type Question } from '../../query/query.ts';
import type { SourceContext } from '../source.ts';
import type { ExportRequest, ReportSpec } from '../spec.ts';
import { channelFilter } from './agents-in.ts';
import { summed } from './summed.ts';

/** The figures of all interactions that a report is of, under its filters. */
export async function reportTotal(
  context: SourceContext,
  { period, spec }: Pick<ExportRequest, 'period'> & { spec: ReportSpec },
  measures: readonly MeasureName[],
): Promise<Figures> {
  const question: Question = {
    terms: termsOf(measures),
    period,
    filter: channelFilter(spec),
    by: { kind: 'total' },
  };
  const ids = [...new Set(spec.agentIds)];
  const questions = ids.map((agent): Question => ({ ...question, filter: { ...question.filter, agent } }));
  const answers = await summed(context, ids.length === 0 ? [question] : questions);
  return together(answers.map((answer) => figuresOf(answer)));
}
