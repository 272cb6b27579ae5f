/** What arrives at one group of agents within an interval: contacts at random (Poisson), each handled by one agent. */
export interface Traffic {
  /** Contacts that arrive within the interval; need not be whole. */
  volume: number;
  /** The length of the interval in seconds. */
  intervalSeconds: number;
  /** Mean handle time in seconds: talk, hold and wrap. */
  handleSeconds: number;
}

/** What a number of agents makes of the traffic of an interval, in the long run. */
export interface Performance {
  /** Share of all contacts, 0 to 1, that are answered within the time asked for. */
  serviceLevel: number;
  /** Mean wait of the answered contacts in seconds; Infinity if the queue grows without end. */
  averageSpeedOfAnswer: number;
  /** Share of the agents' time, 0 to 1, that they spend on contacts. */
  occupancy: number;
}

/** The offered load in Erlangs: how many agents are busy on average if every contact is handled. */
export function erlangs({ volume, intervalSeconds, handleSeconds }: Traffic): number {
  return (volume * handleSeconds) / intervalSeconds;
}

/**
 * Sum of the probabilities that 0, 1, … `agents` contacts are being handled, divided by the last one: the reciprocal of
 * the Erlang B formula. Added from the last term down, each term a product of small ratios, so that no factorial or
 * power is computed; Infinity if it exceeds what a number holds. Terms that no longer change the sum are left out.
 */
export function reciprocalErlangB(load: number, agents: number): number {
  let sum = 1;
  let term = 1;
  for (let busy = agents; busy > 0 && term > sum * Number.EPSILON; busy -= 1) {
    term *= busy / load;
    sum += term;
  }
  return sum;
}
