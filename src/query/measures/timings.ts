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
export type Stat = 'mean' | 'sum' | `p${Percent}`;

/** Durations in whole seconds of which several statistics are computed. */
export interface Timing {
  readonly label: string;
  readonly description: string;
  readonly better: Better;
  /** The durations, summed. */
  readonly sum: WeightedInputs;
  /** How many there are; absent if no base measure counts them, and then there is no mean. */
  readonly count?: WeightedInputs;
  /** The name under which they are ranked; absent if they are not, and then there are no percentiles. */
  readonly ranked?: RankedTiming;
}

export const TIMINGS = {
  duration: {
    label: 'Duration',
    description: 'Duration of ended interactions that have one.',
    better: 'neutral',
    sum: { ended_seconds: 1 },
    ranked: 'duration',
  },
  wait: {
    label: 'Wait',
    description: 'Wait of completed calls that have one, from the start to the answer.',
    better: 'lower',
    sum: { call_wait_seconds: 1 },
    count: { calls_waited: 1 },
  },
  first_response: {
    label: 'First response',
    description: 'Time from the start of a conversation to its first response, if there was one.',
    better: 'lower',
    sum: { first_response_seconds: 1 },
    count: { first_responses: 1 },
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

/** The statistics of a timing; the first one is what is shown if none is asked for. */
export function statsOf({ count, ranked }: Timing): Stat[] {
  const percentiles = ranked ? PERCENTS.map((percent): Stat => `p${percent}`) : [];
  return [...(count ? ['mean' as const] : []), 'sum', ...percentiles];
}

/** The measure of one statistic of a timing, in seconds. Throws an Error if the timing does not have it. */
export function statOf(timing: Timing, stat: Stat): Measure {
  const { label, description, sum, count, ranked } = timing;
  const percent = PERCENTS.find((each) => stat === `p${each}`);
  if (stat === 'sum') return { unit: 'seconds', description, numerator: sum };
  if (stat === 'mean' && count) return { unit: 'seconds', description, numerator: sum, denominator: count };
  if (percent && ranked) return { unit: 'seconds', description, ...percentileOf(ranked, percent) };
  throw new Error(`${label} has no ${stat}.`);
}
