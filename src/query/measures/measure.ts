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
  | 'unit_cost'
  /** A quotient that is not shown as a percentage. */
  | 'ratio';

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

/** Whether a higher or a lower value is the better one. */
export type Better = 'higher' | 'lower' | 'neutral';

/** A measure as it is declared: with what the catalogue tells about it. */
export interface DeclaredMeasure extends Measure {
  /** A title, such as `Completion rate`. */
  readonly label: string;
  readonly better: Better;
  /** Former names, and names of the same figure in answers. */
  readonly aliases?: readonly string[];
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

/** Timings of which percentiles can be computed, and the histogram of each. */
const RANKED = {
  duration: 'durations',
  wait: 'waits',
  first_response: 'first_responses',
  resolution: 'resolutions',
} as const satisfies Record<string, HistogramName>;
export type RankedTiming = keyof typeof RANKED;

/** The percentiles of each timing, in percent. */
export const PERCENTS = [50, 75, 90, 95, 99] as const;
export type Percent = (typeof PERCENTS)[number];

/** Whole seconds by nearest rank, within 1 %; 0 if there are no values (see KNOWN). */
export const PERCENTILES = Object.fromEntries(
  Object.entries(RANKED).flatMap(([timing, histogram]) =>
    PERCENTS.map((percent) => [`${timing}_p${percent}`, { histogram, percent }]),
  ),
) as Readonly<Record<`${RankedTiming}_p${Percent}`, { histogram: HistogramName; percent: Percent }>>;

/** 1 if a percentile has any values to rank, else 0: the denominator of percentiles. */
export const KNOWN = Object.fromEntries(
  Object.values(RANKED).map((histogram) => [`${histogram}_known`, histogram]),
) as Readonly<Record<KnownInput, HistogramName>>;
type KnownInput = `${(typeof RANKED)[RankedTiming]}_known`;

/** The percentile of a timing as a fraction: without a value if nothing is ranked. */
export function percentileOf(
  timing: RankedTiming,
  percent: Percent,
): Pick<Measure, 'numerator' | 'denominator'> {
  return {
    numerator: { [`${timing}_p${percent}`]: 1 },
    denominator: { [`${RANKED[timing]}_known`]: 1 },
  };
}

/** How many values a percentile ranks. */
export const RANKED_VALUES = {
  durations_ranked: 'durations',
  waits_ranked: 'waits',
  first_responses_ranked: 'first_responses',
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
