import { erlangs, type Performance, reciprocalErlangB, type Traffic } from './traffic.ts';

/** Densities below e^-32 of their peak add nothing to a sum. */
const NEGLIGIBLE = -32;
/** Parts of an integral; with four nodes each, sums are exact to seven decimals. */
const PARTS = 64;
/** The nodes of a part from −1 to 1 with their weights (Gauss and Legendre). */
const NODES = [0.339981043584856, 0.861136311594053].flatMap((node, index) => {
  const weight = [0.652145154862546, 0.347854845137454][index]!;
  return [
    { node, weight },
    { node: -node, weight },
  ];
});

/** The probability that a contact is abandoned, beside the rest. */
export interface ErlangAPerformance extends Performance {
  /** Share of all contacts, 0 to 1, that hang up before they are answered. */
  abandonment: number;
}

/**
 * What `agents` make of the traffic if contacts hang up (queue M/M/n+M, "Erlang A"): as Erlang C, and each contact waits
 * no longer than its patience, which is exponential with a mean of `patienceSeconds`. Abandoned contacts count against
 * the service level. There may be fewer agents than Erlangs.
 *
 * The birth-death chain of this queue is summed in closed form: while all agents are busy, the wait ahead of a contact
 * has the density λ·p·exp(h(t)) with h(t) = λ·patience·(1 − exp(−t / patience)) − n·t / handle time, where p is the
 * probability of n − 1 busy agents (F. Baccelli and G. Hebuterne, 1981; S. Zeltyn and A. Mandelbaum, "Call centers with
 * impatient customers", 2005). It is taken relative to its peak, so that no load is too large.
 */
export function erlangA(
  traffic: Traffic,
  agents: number,
  { withinSeconds, patienceSeconds }: { withinSeconds: number; patienceSeconds: number },
): ErlangAPerformance {
  const load = erlangs(traffic);
  const arrivals = traffic.volume / traffic.intervalSeconds;
  const capacity = agents / traffic.handleSeconds;
  const logDensity = (wait: number): number =>
    -arrivals * patienceSeconds * Math.expm1(-wait / patienceSeconds) - capacity * wait;
  const peakAt = Math.max(0, Math.log(arrivals / capacity) * patienceSeconds);
  const peak = logDensity(peakAt);
  const isNegligible = (wait: number): boolean => logDensity(wait) - peak < NEGLIGIBLE;
  const last = firstWhere(isNegligible, peakAt);
  const first = isNegligible(0)
    ? Math.max(0, peakAt - firstWhere((before) => isNegligible(peakAt - before), 0))
    : 0;
  const density = (wait: number): number => Math.exp(logDensity(wait) - peak);
  const within = Math.min(Math.max(withinSeconds, first), last);
  const early = waitsBetween(density, patienceSeconds, first, within);
  const late = waitsBetween(density, patienceSeconds, within, last);
  const all = early.all + late.all;
  const busy = arrivals * all;
  const delay = busy / (busy + reciprocalErlangB(load, agents - 1) * Math.exp(-peak));
  const share = delay / all;
  const served = 1 - delay + share * (early.answered + late.answered);
  return {
    serviceLevel: 1 - delay + share * early.answered,
    averageSpeedOfAnswer: (share * (early.waited + late.waited)) / served,
    occupancy: (load * served) / agents,
    abandonment: 1 - served,
  };
}

/**
 * Integrals over the waits from `from` to `to` in seconds: of the density; of its part that does not hang up before; of
 * the time that this part waits. Split where nobody is left, so that short patience is not lost in a long span.
 */
function waitsBetween(density: (wait: number) => number, patience: number, from: number, to: number) {
  const sums = { all: 0, answered: 0, waited: 0 };
  const split = Math.min(Math.max(-NEGLIGIBLE * patience, from), to);
  for (const [start, end] of [
    [from, split],
    [split, to],
  ] as const) {
    const half = (end - start) / PARTS / 2;
    for (let part = 0; part < PARTS && half > 0; part += 1) {
      const middle = start + (2 * part + 1) * half;
      for (const { node, weight } of NODES) {
        const wait = middle + node * half;
        const all = weight * half * density(wait);
        const answered = all * Math.exp(-wait / patience);
        sums.all += all;
        sums.answered += answered;
        sums.waited += answered * wait;
      }
    }
  }
  return sums;
}

/** A number from `from` on for which `holds`: at most twice as far away as the first one, or a ten-thousandth. */
function firstWhere(holds: (value: number) => boolean, from: number): number {
  let step = 1e-4;
  while (!holds(from + step)) step *= 2;
  return from + step;
}
