import { evaluate, type MeasureName } from '../../../query/measures.ts';
import { type Grouping, valuesIn } from '../../../query/query.ts';
import type { MeasuresQuery } from '../../../query/query-batch.ts';
import { localInstants } from '../../../time/local-instant.ts';
import type { Period } from '../../../time/period.ts';
import type { SourceContext } from '../../source.ts';
import { summed } from '../summed.ts';
import { currentNames, type NameOfMember } from './names.ts';

/** What the sections of one export share. */
export interface View extends SourceContext {
  period: Period;
  names: () => Promise<NameOfMember>;
  /** Formats an instant (seconds UTC) in the time zone of the export. */
  instant: (seconds: number) => string;
}

/** The view of `period`, with dates and instants in its time zone. */
export function viewOf(context: SourceContext, period: Period): View {
  return { ...context, period, names: currentNames(context.store), instant: localInstants(period.zone) };
}

/** The query of these measures in the period. Deadlines are judged at the time of the view. */
export function queryOf(
  { period, now }: View,
  measures: readonly MeasureName[],
  by?: Grouping,
): MeasuresQuery {
  return { measures, period, now, ...(by && { by }) };
}

/** A count over the whole period. */
export async function totalOf(view: View, measure: MeasureName): Promise<number> {
  const [total = new Map()] = await summed(view, [queryOf(view, [measure])]);
  return evaluate(measure, valuesIn(total)).numerator;
}
