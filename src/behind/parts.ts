import type { FactEvent } from '../facts/event.ts';
import { Groups } from '../query/groups.ts';
import { histogramOf, PERCENTILES } from '../query/measures/measure.ts';
import { fractionOf, type Measure, type MeasureInput, type Values } from '../query/measures.ts';
import { type MetricsQuery, valuesIn } from '../query/query.ts';
import type { HistogramName } from '../rollups/histograms.ts';

/** What a measure divides, in whole base units: seconds, millionths of a dollar, ten-thousandths of a score. */
export interface Parts {
  numerator: number;
  /** Null if the measure has none. */
  denominator: number | null;
}

/** The sum of the durations that a percentile ranks, and how many there are. */
export const RANKED_INPUTS: Readonly<Record<HistogramName, { sum: MeasureInput; count: MeasureInput }>> = {
  durations: { sum: 'ended_seconds', count: 'durations_ranked' },
  waits: { sum: 'call_wait_seconds', count: 'waits_ranked' },
  first_responses: { sum: 'first_response_seconds', count: 'first_responses_ranked' },
  resolutions: { sum: 'resolution_seconds', count: 'resolutions_ranked' },
};

/** The parts of a cell. Those of a percentile are the sum and the number of what it ranks. */
export function partsOf(measure: Omit<Measure, 'description'>, values: Values): Parts {
  const { numerator, denominator } = measure;
  const added: Values = (input) => {
    const histogram = histogramOf(input);
    if (histogram === undefined) return values(input);
    const { sum, count } = RANKED_INPUTS[histogram];
    return values(input in PERCENTILES ? sum : count);
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
  const { histogram, percent } = PERCENTILES[input as keyof typeof PERCENTILES];
  const count = values(RANKED_INPUTS[histogram].count);
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
