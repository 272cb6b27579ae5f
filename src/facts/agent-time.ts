import type { AgentGroups, AgentStateName, ShiftActivity } from '../records/types.ts';
import {
  type Carried,
  DAY_SECONDS,
  type ShiftEntry,
  STATE_SECONDS,
  type StateEntry,
  type StoredShift,
  storedShift,
  storedState,
} from './agent-day.ts';

/** Everything that decides the time of an agent on one UTC day. Short names, because there are many in the change log. */
export interface AgentDayImage {
  /** The agent. */
  a: string;
  /** The UTC day, counted from the epoch. */
  d: number;
  s: readonly StateEntry[];
  h: readonly ShiftEntry[];
  /** What the day before has carried over. */
  c: Carried | null;
}

/** A stretch of an agent's time within a quarter of an hour: in one state, or scheduled. Half-open, seconds UTC. */
export interface AgentTimeEvent {
  source: 'agent_time';
  at: number;
  until: number;
  /** What it counts for. */
  attributes: AgentGroups & { agent_id: string };
  /** The state, or whether the state fits what was scheduled. */
  spent: { state: AgentStateName } | { fits: boolean };
}

/** The states that fit each activity of a schedule. */
const FITTING: Readonly<Record<ShiftActivity, readonly AgentStateName[]>> = {
  work: ['available', 'busy', 'ringing', 'wrap'],
  break: ['break', 'lunch'],
  meeting: ['meeting'],
  training: ['training'],
};

const QUARTER_SECONDS = 900;

interface Stretch {
  at: number;
  until: number;
}

type InState = Stretch & AgentGroups & { state: AgentStateName };

/**
 * The time of an agent on one UTC day, cut at quarters of an hour: time in every state but offline, and scheduled time.
 * A state lasts until the next one, for at most 12 hours. Of overlapping shifts, the one that starts last counts.
 */
export function agentTimeOf(image: AgentDayImage): AgentTimeEvent[] {
  const states = statesOf(image);
  return [
    ...states.flatMap(({ state, ...stretch }) => inQuarters(image.a, stretch, { state })),
    ...scheduleOf(image).flatMap(({ shift, ...scheduled }) =>
      fitting(scheduled, FITTING[shift.activity], states).flatMap(({ fits, ...stretch }) =>
        inQuarters(image.a, { ...stretch, ...groupsOf(shift) }, { fits }),
      ),
    ),
  ];
}

function dayOf({ d }: AgentDayImage): Stretch {
  return { at: d * DAY_SECONDS, until: (d + 1) * DAY_SECONDS };
}

/** The states of the day in order, without offline. */
function statesOf(image: AgentDayImage): InState[] {
  const day = dayOf(image);
  const states = [...(image.c?.s ? [image.c.s] : []), ...image.s].map(storedState);
  const known = states.filter(({ state }) => state !== undefined);
  return known.flatMap(({ at, state, ...rest }, index): InState[] => {
    const from = Math.max(at, day.at);
    const until = Math.min(known[index + 1]?.at ?? day.until, at + STATE_SECONDS, day.until);
    if (state === undefined || state === 'offline' || from >= until) return [];
    return [{ at: from, until, state, ...groupsOf(rest) }];
  });
}

/** The stretches of the day in which something is scheduled, in order, and the shift that counts there. */
function scheduleOf(image: AgentDayImage): (Stretch & { shift: StoredShift })[] {
  const day = dayOf(image);
  const shifts = [...(image.c?.h ?? []), ...image.h]
    .map(storedShift)
    .sort((a, b) => b.started_at - a.started_at || (a.id < b.id ? 1 : -1));
  const edges = shifts.flatMap(({ started_at, ended_at }) => [started_at, ended_at]);
  const cuts = [...new Set([day.at, day.until, ...edges.filter((at) => at > day.at && at < day.until)])];
  cuts.sort((a, b) => a - b);
  return cuts.slice(1).flatMap((until, index) => {
    const at = cuts[index]!;
    const shift = shifts.find(({ started_at, ended_at }) => started_at <= at && ended_at >= until);
    return shift ? [{ at, until, shift }] : [];
  });
}

/** Divides a scheduled stretch by whether the state fits; no state is as offline. */
function fitting(
  { at, until }: Stretch,
  wanted: readonly AgentStateName[],
  states: readonly InState[],
): (Stretch & { fits: boolean })[] {
  const divided: (Stretch & { fits: boolean })[] = [];
  const add = (from: number, to: number, fits: boolean): void => {
    const last = divided.at(-1);
    if (last?.fits === fits) last.until = to;
    else if (from < to) divided.push({ at: from, until: to, fits });
  };
  let reached = at;
  for (const each of states) {
    const [from, to] = [Math.max(each.at, at), Math.min(each.until, until)];
    if (from >= to) continue;
    if (reached < from) add(reached, from, false);
    add(from, to, wanted.includes(each.state));
    reached = to;
  }
  if (reached < until) add(reached, until, false);
  return divided;
}

function inQuarters(
  agent: string,
  { at, until, ...groups }: Stretch & AgentGroups,
  spent: AgentTimeEvent['spent'],
): AgentTimeEvent[] {
  const events: AgentTimeEvent[] = [];
  const attributes = { agent_id: agent, ...groups };
  for (let from = at; from < until; ) {
    const to = Math.min(until, (Math.floor(from / QUARTER_SECONDS) + 1) * QUARTER_SECONDS);
    events.push({ source: 'agent_time', at: from, until: to, attributes, spent });
    from = to;
  }
  return events;
}

function groupsOf({ team_id, department_id }: AgentGroups): AgentGroups {
  return { ...(team_id !== undefined && { team_id }), ...(department_id !== undefined && { department_id }) };
}
