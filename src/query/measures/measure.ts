import type { BaseMeasureName } from '../../rollups/base-measures.ts';
import type { SlaTarget } from '../../rollups/deadlines.ts';
import type { HistogramName } from '../../rollups/histograms.ts';

export type MeasureInput = BaseMeasureName | NonAdditiveInput;

/** Inputs of a measure and their weights. */
export type WeightedInputs = Readonly<Partial<Record<MeasureInput, number>>>;

export type Unit =
  | 'count'
  /** A mean of counts. */
  | 'mean'
  | 'rate'
  /** A rate that a contract may round more coarsely. */
  | 'share'
  | 'seconds'
  | 'minutes'
  | 'milliseconds'
  | 'rating'
  | 'score'
  | 'sentiment'
  | 'dollars'
  /** Dollars per conversation. */
  | 'unit_cost';

/**
 * The only definition of a figure, used by every route that shows it: `numerator` / (`denominator` × `divisor`),
 * divided once after summing.
 */
export interface Measure {
  readonly unit: Unit;
  readonly description: string;
  readonly numerator: WeightedInputs;
  /** Absent for counts and sums: their denominator is 1. */
  readonly denominator?: WeightedInputs;
  /** Converts the unit of the inputs to that of the measure: 60 turns seconds into minutes. */
  readonly divisor?: number;
}

/** Returns the value of an input within one group. */
export type Values = (input: MeasureInput) => number;

/** Inputs of measures that do not add up, or that depend on the time of the request. The merge computes them. */
type NonAdditiveInput =
  | typeof DISTINCT_CUSTOMERS
  | keyof typeof PERCENTILES
  | keyof typeof KNOWN
  | keyof typeof RANKED_VALUES
  | keyof typeof OVERDUE;

/** Customers of calls, each counted once. */
export const DISTINCT_CUSTOMERS = 'distinct_customers';

/** Whole seconds by nearest rank, within 1 %; 0 if there are no values (see KNOWN). */
export const PERCENTILES = {
  duration_p50: { histogram: 'durations', percent: 50 },
  duration_p75: { histogram: 'durations', percent: 75 },
  duration_p90: { histogram: 'durations', percent: 90 },
  duration_p99: { histogram: 'durations', percent: 99 },
  resolution_p50: { histogram: 'resolutions', percent: 50 },
} as const satisfies Record<string, { histogram: HistogramName; percent: number }>;

/** 1 if a percentile has any values to rank, else 0: the denominator of percentiles. */
export const KNOWN = {
  durations_known: 'durations',
  resolutions_known: 'resolutions',
} as const satisfies Record<string, HistogramName>;

/** How many values a percentile ranks. */
export const RANKED_VALUES = {
  durations_ranked: 'durations',
  resolutions_ranked: 'resolutions',
} as const satisfies Record<string, HistogramName>;

/** Conversations whose SLA deadline has passed, undecided, by the time of the request. */
export const OVERDUE = {
  overdue_first: 'first',
  overdue_resolution: 'resolution',
  overdue_any: 'any',
} as const satisfies Record<string, SlaTarget>;

/** The histogram that an input is computed from, if any. */
export function histogramOf(input: string): HistogramName | undefined {
  if (input in PERCENTILES) return PERCENTILES[input as keyof typeof PERCENTILES].histogram;
  return { ...KNOWN, ...RANKED_VALUES }[input];
}

/** Whether an input counts overdue SLA targets. */
export function isOverdue(input: string): input is keyof typeof OVERDUE {
  return input in OVERDUE;
}
