import { type BoundStatement, statementsIn } from '../db/statement.ts';
import {
  type Carried,
  DAY_SECONDS,
  STATE_SECONDS,
  type StateEntry,
  type StoredAgentState,
  storedState,
  utcDay,
} from './agent-day.ts';
import type { AgentTimeEvent } from './agent-time.ts';

interface Row {
  agent_id: string;
  day: number;
  /** Of today, the states; of yesterday, what it has carried over. */
  entries: string | null;
}

/** Every state lasts for at most 12 hours, so it began today or was carried over from yesterday. */
const AGENTS = statementsIn('facts')<Row>(`
  SELECT a.agent_id AS agent_id, a.day AS day, iif(a.day = ?2, a.states, a.carried) AS entries
  FROM agent_days a
  WHERE a.tenant = ?1 AND a.day IN (?2 - 1, ?2)
  LIMIT ?3`);

/** The query for the states that agents may be in at `now` (seconds UTC): at most two rows per agent, `limit` in all. */
export function agentsNowQuery(now: number, limit: number): BoundStatement {
  return AGENTS.with(utcDay(now), limit);
}

/** The states that agents are in, and when the first of them is in another one without a new record. */
export interface AgentsNow {
  /** From the start of each state until it ends at the latest. */
  states: AgentTimeEvent[];
  /** Seconds UTC; Infinity for never. */
  validUntil: number;
}

/** Decodes the result of `agentsNowQuery`. Agents who are offline at `now` (seconds UTC) have no state. */
export function agentsNowIn(rows: readonly unknown[], now: number): AgentsNow {
  const byAgent = Map.groupBy(rows as readonly Row[], ({ agent_id }) => agent_id);
  let validUntil = Number.POSITIVE_INFINITY;
  const states = [...byAgent].flatMap(([agent, days]): AgentTimeEvent[] => {
    const known = days
      .flatMap((row) => statesOf(row, utcDay(now)))
      .filter((each) => each.state !== undefined)
      .sort((a, b) => a.at - b.at);
    const next = known.find(({ at }) => at > now);
    if (next) validUntil = Math.min(validUntil, next.at);
    const current = known.findLast(({ at }) => at <= now);
    if (!current?.state || current.state === 'offline' || current.at + STATE_SECONDS <= now) return [];
    const { at, state, team_id, department_id } = current;
    const until = Math.min(next?.at ?? Number.POSITIVE_INFINITY, at + STATE_SECONDS);
    validUntil = Math.min(validUntil, until);
    const attributes = {
      agent_id: agent,
      ...(team_id !== undefined && { team_id }),
      ...(department_id !== undefined && { department_id }),
    };
    return [{ source: 'agent_time', at, until, attributes, spent: { state } }];
  });
  // At midnight another day decides, which may have states of its own.
  return { states, validUntil: Math.min(validUntil, (utcDay(now) + 1) * DAY_SECONDS) };
}

function statesOf({ day, entries }: Row, today: number): StoredAgentState[] {
  if (entries === null) return [];
  if (day === today) return (JSON.parse(entries) as StateEntry[]).map(storedState);
  const { s } = JSON.parse(entries) as Carried;
  return s ? [storedState(s)] : [];
}
