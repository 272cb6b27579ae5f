import { HELPDESK_FORMAT } from '../../../query/format.ts';
import type { Measure } from '../../../query/measures/measure.ts';
import { statOf, TIMINGS } from '../../../query/measures/timings.ts';
import { fractionOf, inputsOfMeasure, MEASURES, rounded, type Values } from '../../../query/measures.ts';
import type { Grouping, MetricsQuery } from '../../../query/query.ts';
import type { Cell, Column } from '../../section.ts';
import { summed } from '../summed.ts';
import type { View } from './view.ts';

/** What is shown of each queue, by column. Durations are seconds, rates percent. */
const FIGURES = {
  offered: MEASURES.offered,
  answered: MEASURES.answered,
  abandoned: MEASURES.abandoned,
  overflowed: MEASURES.overflowed,
  service_level: MEASURES.service_level,
  average_speed_of_answer: MEASURES.average_speed_of_answer,
  abandonment_rate: MEASURES.abandonment_rate,
  average_handle_time: statOf(TIMINGS.handle_time, 'mean'),
} as const satisfies Record<string, Measure>;

export const FIGURE_COLUMNS: readonly Column[] = Object.keys(FIGURES).map((name) => ({
  name,
  type: 'number',
}));

/** The cells of `FIGURE_COLUMNS`; null if a denominator is 0. */
export function figureCells(values: Values): Cell[] {
  return Object.values(FIGURES).map((measure: Measure) => {
    const { decimals, factor } = HELPDESK_FORMAT[measure.unit];
    return rounded(fractionOf(measure, values), decimals, factor);
  });
}

/** How many interactions were offered. */
export function offeredIn(values: Values): number {
  return fractionOf(FIGURES.offered, values).numerator;
}

/** The figures of inbound interactions in `period`, by group. */
export async function queueFigures(
  view: View,
  by: Grouping,
  period: MetricsQuery['period'] = view.period,
): Promise<ReadonlyMap<string, Values>> {
  const inputs = [...new Set(Object.values(FIGURES).flatMap(inputsOfMeasure))];
  const [found = new Map()] = await summed(view, [
    { inputs, period, filter: { direction: 'inbound' }, by, now: view.now },
  ]);
  return found;
}
