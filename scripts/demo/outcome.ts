import type { DemoAgent } from './organisation.ts';
import type { Random } from './random.ts';
import type { Reason } from './reasons.ts';

const UNRESOLVED = [
  ['escalated', 30],
  ['ticket_created', 34],
  ['callback_scheduled', 16],
  ['unresolved', 20],
] as const;

export type Outcome = 'resolved' | (typeof UNRESOLVED)[number][0];

/** The outcome of an answered contact. Charm makes resolution more likely, a bad day less. */
export function outcomeOf(reason: Reason, agent: DemoAgent, badDay: boolean, random: Random): Outcome {
  const likely = reason.resolved + agent.charm / 2 - (badDay ? 0.2 : 0);
  return random.chance(likely) ? 'resolved' : random.weighted(UNRESOLVED);
}

/** The customer's mood from 0 to 1 with four decimals, derived from the outcome, the wait and the agent. */
export function moodOf(outcome: Outcome, agent: DemoAgent, waitSeconds: number, random: Random): number {
  const base = outcome === 'resolved' ? 0.68 : outcome === 'callback_scheduled' ? 0.5 : 0.38;
  const impatience = Math.min(0.25, waitSeconds / 1600);
  const mood = base + agent.charm - impatience + (random.next() - 0.5) * 0.4;
  return Math.round(Math.min(1, Math.max(0, mood)) * 10_000) / 10_000;
}
