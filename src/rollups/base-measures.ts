import type { FactEvent } from '../facts/event.ts';
import { AGENT_TIME_BASE_MEASURES } from './base-measures/agent-time.ts';
import { CALL_BASE_MEASURES } from './base-measures/calls.ts';
import { CHANGE_BASE_MEASURES } from './base-measures/changes.ts';
import { CONVERSATION_BASE_MEASURES } from './base-measures/conversations.ts';
import { DATED_BASE_MEASURES } from './base-measures/dated.ts';
import { DETAIL_BASE_MEASURES } from './base-measures/details.ts';
import { ENDED_BASE_MEASURES } from './base-measures/ended.ts';
import { EVALUATION_BASE_MEASURES } from './base-measures/evaluations.ts';
import { REVIEW_BASE_MEASURES } from './base-measures/reviews.ts';
import type { BaseMeasureRule, BaseMeasureRules } from './base-measures/rules.ts';
import { SERVICE_BASE_MEASURES } from './base-measures/service.ts';

/**
 * Base measures that are counted at an instant, so that they are also stored by 15-minute interval: for series and hours
 * in any zone, and for periods that begin or end within a day. One column per family.
 */
const KEPT_IN_INTERVALS = {
  call_intervals: CALL_BASE_MEASURES,
  evaluation_intervals: EVALUATION_BASE_MEASURES,
  ended_intervals: ENDED_BASE_MEASURES,
  conversation_intervals: CONVERSATION_BASE_MEASURES,
  review_intervals: REVIEW_BASE_MEASURES,
  detail_intervals: DETAIL_BASE_MEASURES,
  service_intervals: SERVICE_BASE_MEASURES,
  change_intervals: CHANGE_BASE_MEASURES,
  agent_time_intervals: AGENT_TIME_BASE_MEASURES,
};

export type IntervalColumn = keyof typeof KEPT_IN_INTERVALS;
export const INTERVAL_COLUMNS = Object.keys(KEPT_IN_INTERVALS) as IntervalColumn[];

/**
 * A count or sum that rollups store: an integer that can be subtracted. Ratios are computed after summing. The meaning
 * of a base measure never changes: a new meaning needs a new name, and rollups that lack a base measure are rebuilt.
 */
export interface BaseMeasure extends BaseMeasureRule {
  readonly name: string;
  /** The column of its intervals; absent if it is dated. */
  readonly intervals?: IntervalColumn;
  /** Whether it is counted by calendar date, not by instant. */
  readonly dated: boolean;
}

export type BaseMeasureName =
  | { [Column in IntervalColumn]: keyof (typeof KEPT_IN_INTERVALS)[Column] }[IntervalColumn]
  | keyof typeof DATED_BASE_MEASURES;

/** All base measures. The position is the index in the vectors of accumulators; it is never stored. */
export const BASE_MEASURES: readonly BaseMeasure[] = [
  ...INTERVAL_COLUMNS.flatMap((intervals) =>
    declared(KEPT_IN_INTERVALS[intervals], { intervals, dated: false }),
  ),
  ...declared(DATED_BASE_MEASURES, { dated: true }),
];

function declared(
  rules: BaseMeasureRules,
  kept: { intervals?: IntervalColumn; dated: boolean },
): BaseMeasure[] {
  return Object.entries(rules).map(([name, rule]) => ({ name, ...rule, ...kept }));
}

const INDEX = new Map(BASE_MEASURES.map(({ name }, index) => [name, index]));

/** The index of a base measure in the vectors of accumulators; undefined for an unknown or former name. */
export function baseMeasureIndex(name: string): number | undefined {
  return INDEX.get(name);
}

/** A base measure by name; undefined for an unknown or former name. */
export function baseMeasureNamed(name: string): BaseMeasure | undefined {
  return BASE_MEASURES[INDEX.get(name) ?? -1];
}

interface IndexedBaseMeasure {
  index: number;
  baseMeasure: BaseMeasure;
}

const BY_SOURCE = Map.groupBy(
  BASE_MEASURES.map((baseMeasure, index): IndexedBaseMeasure => ({ index, baseMeasure })),
  ({ baseMeasure }) => baseMeasure.source,
);

/** The base measures that count events of a source. */
function baseMeasuresOf(source: FactEvent['source']): readonly IndexedBaseMeasure[] {
  return BY_SOURCE.get(source) ?? [];
}

/** Alternating indexes and values of the base measures that an event adds to; negative if `sign` is −1. */
export function valuesOf(event: FactEvent, sign: 1 | -1): number[] {
  const values: number[] = [];
  for (const { index, baseMeasure } of baseMeasuresOf(event.source)) {
    const value = baseMeasure.value(event);
    if (value !== 0) values.push(index, sign * value);
  }
  return values;
}
