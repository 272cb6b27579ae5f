import { type BoundStatement, statementsIn } from '../db/statement.ts';
import {
  columnsOfDay,
  type ShiftEntry,
  type StateEntry,
  type StoredAgentState,
  type StoredShift,
  storedShift,
  storedState,
  utcDay,
} from '../facts/agent-day.ts';
import { agentStateKey } from '../records/agent-state.ts';
import type { IngestRecord } from '../records/types.ts';

const statement = statementsIn('ingest');

export interface AgentDayRow {
  day: number;
  agent_id: string;
  revision: number;
  states: string;
  shifts: string;
  carried: string | null;
}

export interface PlaceRow {
  id: string;
  agent_id: string;
  day: number;
  version: number;
  removed: number;
}

/** The days that are named, and those under which the shifts ?3 are stored. */
const SELECT_DAYS = statement<AgentDayRow>(`
  SELECT d.day AS day, d.agent_id AS agent_id, d.revision AS revision, d.states AS states, d.shifts AS shifts,
    d.carried AS carried
  FROM (SELECT k.value ->> 'day' AS day, k.value ->> 'agent' AS agent FROM json_each(?2) k
    UNION SELECT s.day, s.agent_id FROM json_each(?3) i CROSS JOIN shift_places s
      WHERE s.tenant = ?1 AND s.id = i.value) w
  CROSS JOIN agent_days d
  WHERE d.tenant = ?1 AND d.day = w.day AND d.agent_id = w.agent`);
const SELECT_PLACES = statement<PlaceRow>(`
  SELECT s.id AS id, s.agent_id AS agent_id, s.day AS day, s.version AS version, s.removed AS removed
  FROM json_each(?2) i CROSS JOIN shift_places s WHERE s.tenant = ?1 AND s.id = i.value`);

/** The queries for the agents' days that records belong to; none if no record is of an agent's time. */
export function agentDayQueries(
  records: readonly IngestRecord[],
): readonly [] | readonly [BoundStatement<AgentDayRow>, BoundStatement<PlaceRow>] {
  const days = new Map<string, { day: number; agent: string }>();
  const name = (at: number, agent: string): void => {
    days.set(dayKey(utcDay(at), agent), { day: utcDay(at), agent });
  };
  const shifts = new Set<string>();
  for (const record of records) {
    if (record.type === 'agent_state') {
      const { at, agentId } = agentStateKey(record.id);
      name(at, agentId);
    } else if (record.type === 'shift') {
      shifts.add(record.id);
      if (!record.deleted && 'agent_id' in record) name(record.body.started_at, record.agent_id);
    }
  }
  if (days.size + shifts.size === 0) return [];
  const ids = JSON.stringify([...shifts]);
  return [SELECT_DAYS.with(JSON.stringify([...days.values()]), ids), SELECT_PLACES.with(ids)];
}

/** The key of an agent's day in memory. */
export function dayKey(day: number, agent: string): string {
  return `${day}/${agent}`;
}

/** What is stored of an agent's day, to be changed in memory. */
export interface AgentDay {
  readonly day: number;
  readonly agent: string;
  /** Of the stored row; undefined if there is none. */
  readonly stored: AgentDayRow | undefined;
  /** By start, seconds UTC. */
  readonly states: Map<number, StoredAgentState>;
  /** By id. */
  readonly shifts: Map<string, StoredShift>;
}

/** Decodes a row; an empty day without one. */
export function agentDayOf(day: number, agent: string, stored: AgentDayRow | undefined): AgentDay {
  const states = (JSON.parse(stored?.states ?? '[]') as StateEntry[]).map(storedState);
  const shifts = (JSON.parse(stored?.shifts ?? '[]') as ShiftEntry[]).map(storedShift);
  return {
    day,
    agent,
    stored,
    states: new Map(states.map((each) => [each.at, each])),
    shifts: new Map(shifts.map((each) => [each.id, each])),
  };
}

/** The columns of an agent's day as it is in memory. */
export function columnsOf({ day, states, shifts }: AgentDay) {
  return columnsOfDay(day, states.values(), shifts.values());
}
