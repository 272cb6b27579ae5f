import type { StoredAgentState, StoredShift } from '../facts/agent-day.ts';
import { utcDay } from '../facts/agent-day.ts';
import type { TenantKeys } from '../privacy/sealing/keys.ts';
import { agentStateId, agentStateKey } from '../records/agent-state.ts';
import type { StoredState } from '../records/decision.ts';
import { plainDigest } from '../records/digest.ts';
import type { AgentState, AgentTimeType, IngestRecord, Shift } from '../records/types.ts';
import { definedOnly } from '../records/walk-fields.ts';
import { type AgentDay, type AgentDayRow, agentDayOf, dayKey, type PlaceRow } from './agent-days.ts';

/** The agents' days that the records of a request belong to, and where their shifts are stored. */
export class StoredAgentTime {
  readonly #days: ReadonlyMap<string, AgentDay>;
  readonly places: ReadonlyMap<string, PlaceRow>;

  constructor(days: readonly AgentDayRow[] = [], places: readonly PlaceRow[] = []) {
    this.#days = new Map(
      days.map((row) => [dayKey(row.day, row.agent_id), agentDayOf(row.day, row.agent_id, row)]),
    );
    this.places = new Map(places.map((place) => [place.id, place]));
  }

  /** A copy of an agent's day that may be changed. */
  dayOf(day: number, agent: string): AgentDay {
    const stored = this.#days.get(dayKey(day, agent));
    return agentDayOf(day, agent, stored?.stored);
  }

  /** How many states and shifts each day has, by its key. */
  counts(): Map<string, Record<AgentTimeType, number>> {
    return new Map(
      [...this.#days].map(([key, { states, shifts }]) => [
        key,
        { agent_state: states.size, shift: shifts.size },
      ]),
    );
  }

  /** The stored state of a record of an agent's time; undefined if nothing is known of it. */
  stateOf(record: Pick<IngestRecord, 'type' | 'id'>, keys: TenantKeys): StoredState | undefined {
    return record.type === 'shift' ? this.#shift(record.id, keys) : this.#agentState(record.id, keys);
  }

  #agentState(id: string, keys: TenantKeys): StoredState | undefined {
    const { at, agentId } = agentStateKey(id);
    const state = this.#days.get(dayKey(utcDay(at), agentId))?.states.get(at);
    if (!state) return undefined;
    const { version } = state;
    const body = bodyOfState(state);
    if (!body) return { version, digest: '', removed: true };
    const content = [agentStateId(at, agentId), body];
    return { version, digest: plainDigest(keys, 'agent_state', content), removed: false };
  }

  #shift(id: string, keys: TenantKeys): StoredState | undefined {
    const place = this.places.get(id);
    if (!place) return undefined;
    const { version, removed, day, agent_id } = place;
    const shift = this.#days.get(dayKey(day, agent_id))?.shifts.get(id);
    if (removed === 1 || !shift) return { version, digest: '', removed: true };
    const content = [id, agent_id, bodyOfShift(shift)];
    const digest = plainDigest(keys, 'shift', content);
    return { version, digest, removed: false, agentDay: dayKey(day, agent_id) };
  }
}

/** The body of a stored state as its record has it; undefined if it was deleted. */
function bodyOfState({
  at,
  state,
  reason,
  team_id,
  department_id,
}: StoredAgentState): AgentState | undefined {
  return state && definedOnly<AgentState>({ at, state, reason, team_id, department_id });
}

/** The body of a stored shift as its record has it. */
function bodyOfShift({ started_at, ended_at, activity, team_id, department_id }: StoredShift): Shift {
  return definedOnly<Shift>({ started_at, ended_at, activity, team_id, department_id });
}
