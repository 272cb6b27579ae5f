import { erlangs, type Performance, reciprocalErlangB, type Traffic } from './traffic.ts';

/**
 * The probability that a contact has to wait, by the Erlang C formula (A. K. Erlang, 1917): `load` in Erlangs. 1 if there
 * are not more agents than Erlangs.
 */
export function erlangCDelay(load: number, agents: number): number {
  if (agents <= load) return 1;
  const occupancy = load / agents;
  return 1 / (occupancy + (1 - occupancy) * reciprocalErlangB(load, agents));
}

/**
 * What `agents` make of the traffic if nobody hangs up (queue M/M/n): contacts are answered in the order in which they
 * arrive, and handle times are exponential. `withinSeconds` is the time of the service level. With no more agents than
 * Erlangs the queue grows without end: a service level of 0.
 */
export function erlangC(traffic: Traffic, agents: number, withinSeconds: number): Performance {
  const load = erlangs(traffic);
  if (agents <= load)
    return { serviceLevel: 0, averageSpeedOfAnswer: Number.POSITIVE_INFINITY, occupancy: 1 };
  const delay = erlangCDelay(load, agents);
  // How many contacts leave the queue per second while all agents are busy, less those that join it.
  const drain = (agents - load) / traffic.handleSeconds;
  return {
    serviceLevel: 1 - delay * Math.exp(-drain * withinSeconds),
    averageSpeedOfAnswer: delay / drain,
    occupancy: load / agents,
  };
}
