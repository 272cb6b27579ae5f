import type { FactEvent } from '../facts/event.ts';
import { Groups } from '../query/groups.ts';
import { histogramsOf, isWaitsWithin, PERCENTILES } from '../query/measures/histogram-inputs.ts';
import type { WeightedInputs } from '../query/measures/measure.ts';
import { fractionOf, type Measure, type MeasureInput, type Values } from '../query/measures.ts';
import { type MetricsQuery, valuesIn } from '../query/query.ts';
import type { HistogramName } from '../rollups/histograms.ts';

/** What a measure divides, in whole base units: seconds, millionths of a dollar, ten-thousandths of a score. */
export interface Parts {
  numerator: number;
  /** Null if the measure has none. */
  denominator: number | null;
}

/** The sum of the durations that a histogram ranks. */
const SUMS: Readonly<Record<HistogramName, WeightedInputs>> = {
  durations: { ended_seconds: 1 },
  waits: { call_wait_seconds: 1 },
  first_responses: { first_response_seconds: 1 },
  resolutions: { resolution_seconds: 1 },
  answered_waits: { answered_wait_seconds: 1 },
  abandoned_waits: { abandoned_wait_seconds: 1 },
  talk_times: { talk_seconds: 1 },
  hold_times: { hold_seconds: 1 },
  wrap_times: { wrap_up_seconds: 1 },
  handle_times: { talk_seconds: 1, hold_seconds: 1, wrap_up_seconds: 1 },
};

/** The inputs that tell the sum of what a histogram ranks, and how much that is. */
export function inputsRankedBy(histogram: HistogramName): readonly MeasureInput[] {
  return [...(Object.keys(SUMS[histogram]) as MeasureInput[]), `${histogram}_ranked`];
}

/** The parts of a cell. Those of a percentile are the sum and the number of what it ranks. */
export function partsOf(measure: Omit<Measure, 'description'>, values: Values): Parts {
  const { numerator, denominator } = measure;
  const added: Values = (input) => {
    const histograms = histogramsOf(input);
    if (histograms.length === 0 || isWaitsWithin(input)) return values(input);
    return histograms.reduce(
      (total, histogram) =>
        total +
        (input in PERCENTILES
          ? fractionOf({ numerator: SUMS[histogram] }, values).numerator
          : values(`${histogram}_ranked`)),
      0,
    );
  };
  return {
    numerator: fractionOf({ numerator }, added).numerator,
    denominator: denominator ? fractionOf({ numerator: denominator }, added).numerator : null,
  };
}

/** Which of the ranked durations, in ascending order, a percentile is: 1 for the first; null if it is none. */
export function rankOf({ numerator }: Pick<Measure, 'numerator'>, values: Values): number | null {
  const input = Object.keys(numerator).find((each) => each in PERCENTILES);
  if (input === undefined) return null;
  const { histograms, percent } = PERCENTILES[input as keyof typeof PERCENTILES];
  const count = histograms.reduce((sum, histogram) => sum + values(`${histogram}_ranked`), 0);
  return count === 0 ? null : Math.ceil((percent * count) / 100);
}

/**
 * What one event adds to the inputs of a group of a query; nothing if it is not in it. `at` is the instant that it is
 * grouped by, seconds UTC. Every call of a customer adds a distinct customer.
 */
export function valuesOfEvent(query: MetricsQuery, group: string, event: FactEvent, at: number): Values {
  const groups = new Groups(query);
  groups.addEvent(event, at);
  groups.countCallers();
  return valuesIn(groups.result(), group);
}
