import { AGENT_STATES, type AgentStateName } from '../../records/types.ts';

/** The states in which agents are counted as of now. An agent without a state is offline, and nobody knows of it. */
export type CountedState = Exclude<AgentStateName, 'offline'>;
export const COUNTED_STATES = AGENT_STATES.filter((state): state is CountedState => state !== 'offline');

/** Inputs that say how things are at the moment of the query, whatever its period. */
export type NowInput =
  | 'now_waiting'
  | 'now_in_progress'
  /** Seconds that the customer has waited who has waited longest. */
  | 'now_longest_wait_seconds'
  /** 1 if somebody waits, else 0. */
  | 'now_is_waiting'
  | `now_agents_${CountedState}`;

const OF_AGENTS = /^now_agents_/;
const OF_WAITING = /^now_(waiting|in_progress|longest_wait_seconds|is_waiting)$/;

/** Whether an input is of open interactions as they are now. */
export function isOpenNowInput(input: string): boolean {
  return OF_WAITING.test(input);
}

/** Whether an input counts agents by the state that they are in now. */
export function isAgentsNowInput(input: string): boolean {
  return OF_AGENTS.test(input);
}

/** Whether an input says how things are now. */
export function isNowInput(input: string): input is NowInput {
  return isOpenNowInput(input) || isAgentsNowInput(input);
}
