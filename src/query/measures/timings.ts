import { PERCENTS, type Percent, percentileOf, type RankedTiming } from './histogram-inputs.ts';
import type { Better, Measure, WeightedInputs } from './measure.ts';

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
  talk_time: {
    label: 'Talk time',
    description: 'Duration without holds, of completed interactions that have a duration.',
    better: 'neutral',
    sum: { talk_seconds: 1 },
    count: { handled: 1 },
    ranked: 'talk_time',
  },
  hold_time: {
    label: 'Hold time',
    description:
      'Time on hold, of completed interactions that have a duration. 0 for those without a hold_seconds.',
    better: 'lower',
    sum: { hold_seconds: 1 },
    count: { handled: 1 },
    ranked: 'hold_time',
  },
  wrap_time: {
    label: 'Wrap-up time',
    description:
      'Work after the end, of completed interactions that have a duration. 0 for those without a wrap_seconds.',
    better: 'lower',
    sum: { wrap_up_seconds: 1 },
    count: { handled: 1 },
    ranked: 'wrap_time',
  },
  handle_time: {
    label: 'Handle time',
    description:
      'Talk, hold and wrap-up time together, of completed interactions that have a duration, of both kinds and directions.',
    better: 'neutral',
    sum: { talk_seconds: 1, hold_seconds: 1, wrap_up_seconds: 1 },
    count: { handled: 1 },
    ranked: 'handle_time',
  },
} as const satisfies Record<string, Timing>;

/** The measure of one statistic of a timing, in seconds. */
export function statOf({ description, sum, count, ranked }: Timing, stat: Stat): Measure {
  if (stat === 'sum') return { unit: 'seconds', description, numerator: sum };
  if (stat === 'mean') return { unit: 'seconds', description, numerator: sum, denominator: count };
  const percent = PERCENTS.find((each) => stat === `p${each}`)!;
  return { unit: 'seconds', description, ...percentileOf(ranked, percent) };
}
