import {
  type Better,
  type Measure,
  PERCENTS,
  type Percent,
  percentileOf,
  type RankedTiming,
  type WeightedInputs,
} from './measure.ts';

/** What can be told of many durations. */
export const STATS = ['mean', 'sum', 'p50', 'p75', 'p90', 'p95', 'p99'] as const satisfies readonly (
  | 'mean'
  | 'sum'
  | `p${Percent}`
)[];
export type Stat = (typeof STATS)[number];

/** Durations in whole seconds of which several statistics are computed. */
export interface Timing {
  readonly label: string;
  readonly description: string;
  readonly better: Better;
  /** The durations, summed. */
  readonly sum: WeightedInputs;
  /** How many there are. */
  readonly count: WeightedInputs;
  /** The name under which they are ranked. */
  readonly ranked: RankedTiming;
}

export const TIMINGS = {
  duration: {
    label: 'Duration',
    description: 'Duration of ended interactions that have one.',
    better: 'neutral',
    sum: { ended_seconds: 1 },
    count: { ended_timed: 1 },
    ranked: 'duration',
  },
  wait: {
    label: 'Wait',
    description: 'Wait of completed calls that have one, from the start to the answer.',
    better: 'lower',
    sum: { call_wait_seconds: 1 },
    count: { calls_waited: 1 },
    ranked: 'wait',
  },
  first_response: {
    label: 'First response',
    description: 'Time from the start of a conversation to its first response, if there was one.',
    better: 'lower',
    sum: { first_response_seconds: 1 },
    count: { first_responses: 1 },
    ranked: 'first_response',
  },
  resolution: {
    label: 'Resolution',
    description: 'Time from the start of a conversation to its resolution, if it is resolved.',
    better: 'lower',
    sum: { resolution_seconds: 1 },
    count: { conversations_ai_resolved: 1, conversations_human_resolved: 1 },
    ranked: 'resolution',
  },
} as const satisfies Record<string, Timing>;

/** The measure of one statistic of a timing, in seconds. */
export function statOf({ description, sum, count, ranked }: Timing, stat: Stat): Measure {
  if (stat === 'sum') return { unit: 'seconds', description, numerator: sum };
  if (stat === 'mean') return { unit: 'seconds', description, numerator: sum, denominator: count };
  const percent = PERCENTS.find((each) => stat === `p${each}`)!;
  return { unit: 'seconds', description, ...percentileOf(ranked, percent) };
}
