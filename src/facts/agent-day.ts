import {
  AGENT_STATES,
  type AgentGroups,
  type AgentState,
  type AgentStateName,
  SHIFT_ACTIVITIES,
  type Shift,
  type ShiftActivity,
} from '../records/types.ts';

/** The states and shifts of one agent on one UTC day, and their form in the columns of `agent_days`. */

export const DAY_SECONDS = 86_400;
/** An agent whose state is not heard of for so long is taken to be offline. */
export const STATE_SECONDS = 12 * 3_600;

/** The UTC day, counted from the epoch, of an instant in seconds UTC. */
export function utcDay(at: number): number {
  return Math.floor(at / DAY_SECONDS);
}

/** A stored state; without `state` it is what a deleted one leaves behind. */
export interface StoredAgentState extends Omit<AgentState, 'state'> {
  state?: AgentStateName;
  /** `updated_at` in seconds UTC. */
  version: number;
}

/** A stored shift, with its id. */
export interface StoredShift extends Shift {
  id: string;
}

/** What is optional, under short names. */
interface Extras {
  r?: string | undefined;
  t?: string | undefined;
  d?: string | undefined;
}
/** Start, state (null: deleted), version minus start. All instants are seconds UTC. */
export type StateEntry = readonly [
  at: number,
  state: AgentStateName | null,
  version: number,
  extras?: Extras,
];
export type ShiftEntry = readonly [
  from: number,
  to: number,
  activity: ShiftActivity,
  id: string,
  extras?: Extras,
];

/** What the next day takes over: the last state, if it may last until then, and the shifts that end there. */
export interface Carried {
  s?: StateEntry;
  h?: readonly ShiftEntry[];
}

function stateEntry({ at, state = undefined, version, reason, ...groups }: StoredAgentState): StateEntry {
  return withExtras([at, state ?? null, version - at], { r: reason, ...groupsOf(groups) });
}

function shiftEntry({ started_at, ended_at, activity, id, ...groups }: StoredShift): ShiftEntry {
  return withExtras([started_at, ended_at, activity, id], groupsOf(groups));
}

export function storedState([at, state, version, extras = {}]: StateEntry): StoredAgentState {
  return {
    at,
    ...(state !== null && { state }),
    ...(extras.r !== undefined && { reason: extras.r }),
    ...groupsIn(extras),
    version: at + version,
  };
}

export function storedShift([started_at, ended_at, activity, id, extras = {}]: ShiftEntry): StoredShift {
  return { started_at, ended_at, activity, ...groupsIn(extras), id };
}

/** The columns of a row: states by their start, shifts by start and id. `carried` is null if nothing is. */
export function columnsOfDay(
  day: number,
  states: Iterable<StoredAgentState>,
  shifts: Iterable<StoredShift>,
): { states: string; shifts: string; carried: string | null } {
  const inTime = [...states].sort((a, b) => a.at - b.at);
  const inOrder = [...shifts].sort((a, b) => a.started_at - b.started_at || (a.id < b.id ? -1 : 1));
  const end = (day + 1) * DAY_SECONDS;
  const last = inTime.findLast(({ state }) => state !== undefined);
  const lasts = last && last.state !== 'offline' && last.at + STATE_SECONDS > end ? last : undefined;
  const over = inOrder.filter(({ ended_at }) => ended_at > end).map(shiftEntry);
  const carried: Carried = {
    ...(lasts && { s: carriedEntry(lasts) }),
    ...(over.length > 0 && { h: over }),
  };
  return {
    states: JSON.stringify(inTime.map(stateEntry)),
    shifts: JSON.stringify(inOrder.map(shiftEntry)),
    carried: Object.keys(carried).length > 0 ? JSON.stringify(carried) : null,
  };
}

/** Neither version nor reason matters to the next day. */
function carriedEntry({ reason: _reason, ...state }: StoredAgentState): StateEntry {
  return stateEntry({ ...state, version: state.at });
}

/** Whether values read from storage are entries. */
export function areStateEntries(entries: readonly StateEntry[]): boolean {
  return entries.every(
    ([at, state, version]) =>
      Number.isSafeInteger(at) &&
      Number.isSafeInteger(version) &&
      (state === null || AGENT_STATES.includes(state)),
  );
}

export function areShiftEntries(entries: readonly ShiftEntry[]): boolean {
  return entries.every(
    ([from, to, activity, id]) =>
      Number.isSafeInteger(from) &&
      Number.isSafeInteger(to) &&
      SHIFT_ACTIVITIES.includes(activity) &&
      typeof id === 'string',
  );
}

function groupsOf({ team_id, department_id }: AgentGroups): Extras {
  return { t: team_id, d: department_id };
}

function groupsIn({ t, d }: Extras): AgentGroups {
  return { ...(t !== undefined && { team_id: t }), ...(d !== undefined && { department_id: d }) };
}

function withExtras<Entry extends readonly unknown[]>(
  entry: Entry,
  extras: Extras,
): readonly [...Entry, Extras?] {
  return Object.values(extras).some((value) => value !== undefined) ? [...entry, extras] : [...entry];
}
