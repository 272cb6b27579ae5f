import { HELPDESK_FORMAT } from '../../../query/format.ts';
import type { Measure } from '../../../query/measures/measure.ts';
import { statOf, TIMINGS } from '../../../query/measures/timings.ts';
import { fractionOf, inputsOfMeasure, MEASURES, rounded, type Values } from '../../../query/measures.ts';
import type { Filter, Grouping } from '../../../query/query.ts';
import type { Cell, Column } from '../../section.ts';
import { summed } from '../summed.ts';
import type { View } from './view.ts';

/** Figures of the members of a dimension. Durations are seconds, rates percent. */
export interface FigureSet {
  readonly of: 'queue' | 'agent';
  /** What it is limited to. */
  readonly filter: Filter;
  /** A measure by column. Members are ordered by the first one, and have a row if any count or sum is above 0. */
  readonly measures: Readonly<Record<string, Measure>>;
}

/** Of inbound interactions: handle time is of all directions otherwise. */
export const QUEUE_FIGURES: FigureSet = {
  of: 'queue',
  filter: { direction: 'inbound' },
  measures: {
    offered: MEASURES.offered,
    answered: MEASURES.answered,
    abandoned: MEASURES.abandoned,
    overflowed: MEASURES.overflowed,
    service_level: MEASURES.service_level,
    average_speed_of_answer: MEASURES.average_speed_of_answer,
    abandonment_rate: MEASURES.abandonment_rate,
    average_handle_time: statOf(TIMINGS.handle_time, 'mean'),
  },
};

export const AGENT_TIME_FIGURES: FigureSet = {
  of: 'agent',
  filter: {},
  measures: {
    signed_in_seconds: MEASURES.signed_in_seconds,
    available_seconds: MEASURES.available_seconds,
    busy_seconds: MEASURES.busy_seconds,
    ringing_seconds: MEASURES.ringing_seconds,
    wrap_seconds: MEASURES.wrap_seconds,
    break_seconds: MEASURES.break_seconds,
    lunch_seconds: MEASURES.lunch_seconds,
    scheduled_seconds: MEASURES.scheduled_seconds,
    occupancy: MEASURES.occupancy,
    utilisation: MEASURES.utilisation,
    adherence: MEASURES.adherence,
  },
};

export function figureColumns({ measures }: FigureSet): Column[] {
  return Object.keys(measures).map((name) => ({ name, type: 'number' }));
}

/** The cells of `figureColumns`; null if a denominator is 0. */
export function figureCells({ measures }: FigureSet, values: Values): Cell[] {
  return Object.values(measures).map((measure) => {
    const { decimals, factor } = HELPDESK_FORMAT[measure.unit];
    return rounded(fractionOf(measure, values), decimals, factor);
  });
}

/** Whether any count or sum is above 0. */
export function hasFigures({ measures }: FigureSet, values: Values): boolean {
  return Object.values(measures).some(
    (measure) => !measure.denominator && fractionOf(measure, values).numerator > 0,
  );
}

/** What members are ordered by: the count or sum of the first column. */
export function weightOf({ measures }: FigureSet, values: Values): number {
  const [first] = Object.values(measures);
  return first ? fractionOf(first, values).numerator : 0;
}

/** The inputs of the figures in the period of the view, by group. */
export async function figuresBy(
  view: View,
  { measures, filter }: FigureSet,
  by: Grouping,
): Promise<ReadonlyMap<string, Values>> {
  const { period, now } = view;
  const inputs = [...new Set(Object.values(measures).flatMap(inputsOfMeasure))];
  const [found = new Map()] = await summed(view, [{ inputs, period, filter, by, now }]);
  return found;
}
