import type { DeclaredMeasure } from './measure.ts';
import { COUNTED_STATES, type CountedState } from './now-inputs.ts';

const READS = 'Reads the interactions that are open, at most 20,000.';

type AgentsMeasures = { readonly [State in CountedState as `agents_${State}`]: DeclaredMeasure };

function agentsIn(state: CountedState): DeclaredMeasure {
  const title =
    state === 'wrap' ? 'in wrap-up' : state === 'break' || state === 'lunch' ? `on ${state}` : state;
  return {
    label: `Agents ${title} now`,
    better: 'neutral',
    unit: 'count',
    description: `Agents whose state is ${state} at the moment of the query. A state lasts until the next one, for at most 12 hours.`,
    numerator: { [`now_agents_${state}`]: 1 },
  };
}

const AGENTS_NOW = Object.fromEntries(
  COUNTED_STATES.map((state) => [`agents_${state}`, agentsIn(state)]),
) as AgentsMeasures;

/** Measures of the moment of the query. They have no period: that of a query says nothing about them. */
export const NOW_MEASURES = {
  waiting: {
    label: 'Waiting now',
    better: 'lower',
    unit: 'count',
    description: `Inbound interactions that are open at the moment of the query and were neither answered nor had a first response. ${READS}`,
    numerator: { now_waiting: 1 },
  },
  longest_wait_now: {
    label: 'Longest wait now',
    better: 'lower',
    unit: 'seconds',
    description: `Of the interactions that wait at the moment of the query, the time since the first of them entered its queue, or else started; null if none waits. ${READS}`,
    numerator: { now_longest_wait_seconds: 1 },
    denominator: { now_is_waiting: 1 },
  },
  in_progress: {
    label: 'In progress now',
    better: 'neutral',
    unit: 'count',
    description: `Interactions that are open at the moment of the query and do not wait: answered, had a first response, or outbound. ${READS}`,
    numerator: { now_in_progress: 1 },
  },
  ...AGENTS_NOW,
} as const satisfies Record<string, DeclaredMeasure>;
