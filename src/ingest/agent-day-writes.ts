import { keepsFigures } from '../db/data-version.ts';
import { jsonBatches } from '../db/json-batches.ts';
import { columns } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { utcDay } from '../facts/agent-day.ts';
import { logAgentDayQueries } from '../facts/agent-day-log.ts';
import { agentStateKey } from '../records/agent-state.ts';
import type { Write } from '../records/decision.ts';
import type { AgentStateRecord, ShiftRecord } from '../records/types.ts';
import { type AgentDay, columnsOf, dayKey, type PlaceRow } from './agent-days.ts';
import { packed } from './row-writes.ts';
import type { StoredAgentTime } from './stored-agent-time.ts';

const statement = statementsIn('ingest');

/** Fails the transaction if a row is no longer as it was read; see db/conflict.ts. */
const UNCHANGED_DAYS = statement(`
  SELECT json('changed meanwhile ' || k.key) AS failure
  FROM json_each(?2) k LEFT JOIN agent_days d
    ON d.tenant = ?1 AND d.day = k.value ->> 'day' AND d.agent_id = k.value ->> 'agent_id'
  WHERE d.revision IS NOT k.value ->> 'revision'`);
const UNCHANGED_PLACES = statement(`
  SELECT json('changed meanwhile ' || k.key) AS failure
  FROM json_each(?2) k LEFT JOIN shift_places s ON s.tenant = ?1 AND s.id = k.value ->> 'id'
  WHERE s.version IS NOT k.value ->> 'version' OR s.removed IS NOT k.value ->> 'removed'
    OR s.day IS NOT k.value ->> 'day' OR s.agent_id IS NOT k.value ->> 'agent_id'`);

const DAY_COLUMNS = ['day', 'agent_id', 'revision', 'states', 'shifts', 'carried'] as const;
const PUT_DAYS = statement(`
  INSERT INTO agent_days (tenant, ${DAY_COLUMNS.join(', ')})
  SELECT ?1, ${columns(DAY_COLUMNS)} FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, day, agent_id) DO UPDATE SET revision = excluded.revision, states = excluded.states,
    shifts = excluded.shifts, carried = excluded.carried`);
const PLACE_COLUMNS = ['id', 'agent_id', 'day', 'version', 'removed'] as const;
const PUT_PLACES = keepsFigures(
  statement(`
  INSERT INTO shift_places (tenant, ${PLACE_COLUMNS.join(', ')})
  SELECT ?1, ${columns(PLACE_COLUMNS)} FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, id) DO UPDATE SET agent_id = excluded.agent_id, day = excluded.day,
    version = excluded.version, removed = excluded.removed`),
);

/** Changes agents' days in memory, so that each of their rows is written once for a whole request. */
class ChangedDays {
  readonly #stored: StoredAgentTime;
  readonly days = new Map<string, AgentDay>();
  readonly places = new Map<string, PlaceRow>();

  constructor(stored: StoredAgentTime) {
    this.#stored = stored;
  }

  apply(write: Write): void {
    const { type } = write.kind === 'keep' ? write.record : write;
    if (type === 'agent_state') this.#applyState(write);
    else if (type === 'shift') this.#applyShift(write);
  }

  #dayOf(day: number, agent: string): AgentDay {
    const key = dayKey(day, agent);
    const known = this.days.get(key) ?? this.#stored.dayOf(day, agent);
    this.days.set(key, known);
    return known;
  }

  #applyState(write: Write): void {
    const { id, version } = write.kind === 'keep' ? write.record : write;
    const { at, agentId } = agentStateKey(id);
    const { states } = this.#dayOf(utcDay(at), agentId);
    if (write.kind === 'keep') states.set(at, { ...(write.record as AgentStateRecord).body, version });
    else states.set(at, { ...(write.kind === 'touch' && states.get(at)), at, version });
  }

  #applyShift(write: Write): void {
    const { id, version } = write.kind === 'keep' ? write.record : write;
    const stored = this.#stored.places.get(id);
    if (write.kind === 'touch') {
      if (stored) this.places.set(id, { ...stored, version });
      return;
    }
    if (stored && stored.removed === 0) this.#dayOf(stored.day, stored.agent_id).shifts.delete(id);
    if (write.kind === 'remove') {
      this.places.set(id, { id, agent_id: '', day: 0, ...stored, version, removed: 1 });
      return;
    }
    const { agent_id, body } = write.record as ShiftRecord;
    const day = utcDay(body.started_at);
    this.#dayOf(day, agent_id).shifts.set(id, { ...body, id });
    this.places.set(id, { id, agent_id, day, version, removed: 0 });
  }
}

/**
 * Queries that write the states and shifts among `writes`, log the agents' days whose figures may change, and fail the
 * transaction if these days have changed since they were read. `now` in seconds UTC.
 */
export function agentDayWriteQueries(
  writes: Iterable<Write>,
  stored: StoredAgentTime,
  stamp: string,
  now: number,
): BoundStatement[] {
  const changed = new ChangedDays(stored);
  for (const write of writes) changed.apply(write);
  const days = [...changed.days.values()].map((each) => ({ each, columns: columnsOf(each) }));
  const written = days.filter(
    ({ each: { stored: row }, columns: { states, shifts } }) =>
      states !== (row?.states ?? '[]') || shifts !== (row?.shifts ?? '[]'),
  );
  const places = [...changed.places.keys()].map((id) => stored.places.get(id) ?? { id });
  return [
    ...packed(
      days.map(({ each: { day, agent, stored: row } }) => ({
        day,
        agent_id: agent,
        revision: row?.revision,
      })),
      UNCHANGED_DAYS,
    ),
    ...packed(places, UNCHANGED_PLACES),
    ...logAgentDayQueries(
      written.map(({ each: { day, agent, stored: before }, columns: after }) => ({
        day,
        agent,
        before,
        after,
      })),
      stamp,
      now,
    ),
    ...jsonBatches(
      written.map(({ each: { day, agent, stored: row }, columns: after }) => ({
        day,
        agent_id: agent,
        revision: (row?.revision ?? 0) + 1,
        ...after,
      })),
    ).map((pack) => PUT_DAYS.with(pack)),
    ...packed([...changed.places.values()], PUT_PLACES),
  ];
}
