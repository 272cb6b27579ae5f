import { statementsIn } from '../../../db/statement.ts';
import { type ShiftEntry, type StateEntry, storedShift, storedState } from '../../../facts/agent-day.ts';
import { sentAgentState, sentDeletion, sentShift } from '../../../records/sent-record.ts';
import type { SourceContext } from '../../section.ts';
import { cursorAfter, type Lines } from './lines.ts';

const statement = statementsIn('exports');

/** Fewer than other rows, because each holds all states of a day. */
const DAYS = 50;
const SHIFTS = 500;

const SELECT_DAYS = statement<{ day: number; agent_id: string; states: string }>(`
  SELECT day, agent_id, states FROM agent_days
  WHERE tenant = ?1 AND (day, agent_id) > (?2, ?3) ORDER BY day, agent_id LIMIT ${DAYS}`);
const SELECT_SHIFTS = statement<{ id: string; agent_id: string; version: number; entry: string | null }>(`
  SELECT s.id AS id, s.agent_id AS agent_id, s.version AS version,
    CASE WHEN s.removed = 0 THEN (SELECT h.value FROM json_each(d.shifts) h WHERE h.value ->> 3 = s.id) END AS entry
  FROM shift_places s LEFT JOIN agent_days d ON d.tenant = ?1 AND d.day = s.day AND d.agent_id = s.agent_id
  WHERE s.tenant = ?1 AND s.id > ?2 ORDER BY s.id LIMIT ${SHIFTS}`);

/** States of agents, and the deletions of deleted ones. */
export function agentStateLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [day, agent] = cursor ?? [-1, ''];
    const [rows] = await store.batch([SELECT_DAYS.with(day!, agent!)]);
    const lines = rows.flatMap(({ agent_id, states }) =>
      (JSON.parse(states) as StateEntry[]).map((entry) => sentAgentState(agent_id, storedState(entry))),
    );
    return { lines, next: cursorAfter(rows, DAYS, (row) => [row.day, row.agent_id]) };
  };
}

/** Shifts of agents, and the deletions of deleted ones. */
export function shiftLines({ store }: SourceContext): Lines {
  return async (cursor) => {
    const [after] = cursor ?? [''];
    const [rows] = await store.batch([SELECT_SHIFTS.with(after!)]);
    const lines = rows.map((row) =>
      row.entry === null
        ? sentDeletion('shift', row)
        : sentShift(row, storedShift(JSON.parse(row.entry) as ShiftEntry)),
    );
    return { lines, next: cursorAfter(rows, SHIFTS, ({ id }) => [id]) };
  };
}
