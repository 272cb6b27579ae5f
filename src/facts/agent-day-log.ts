import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { PENDING_AGAIN } from './arrivals.ts';
import { agentDayId, agentDayImageSql } from './images.ts';

const statement = statementsIn('facts');

/** The columns of an agent's day that its figures, or those of the next day, are made of. */
interface DayColumns {
  states: string;
  shifts: string;
  carried: string | null;
}

/** An agent's day that is about to be written; `before` is the stored row, if there is one. */
export interface ChangedAgentDay {
  day: number;
  agent: string;
  before: DayColumns | undefined;
  after: DayColumns;
}

/** A day whose image changes, as SQL reads it: absent values are those of the stored rows. */
interface LoggedDay {
  id: string;
  day: number;
  agent: string;
  states?: string;
  shifts?: string;
  /** Whether the day before is written too, and what it carries over then. */
  isCarried?: 1;
  carried?: string | null;
}

const DAY = { agent: "k.value ->> 'agent'", day: "k.value ->> 'day'" };
const AFTER = agentDayImageSql({
  ...DAY,
  states: "coalesce(k.value ->> 'states', d.states)",
  shifts: "coalesce(k.value ->> 'shifts', d.shifts)",
  carried: "CASE WHEN k.value ->> 'isCarried' = 1 THEN k.value ->> 'carried' ELSE p.carried END",
});

/** Run before the rows are written: both images at once, so that a day of an agent costs one row of the change log. */
const LOG = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'agent_day', k.value ->> 'id', ?3, ?4, ${agentDayImageSql(DAY)}, ${AFTER}
  FROM json_each(?2) k WHERE true
  ON CONFLICT (tenant, kind, id) DO UPDATE SET stamp = excluded.stamp, current = excluded.current, ${PENDING_AGAIN}`);

/**
 * Queries that log agents' days in the change log. They must run in the transaction that writes the days, before it does.
 * The next day is logged, too, if another state or shift reaches into it. `now` in seconds UTC.
 */
export function logAgentDayQueries(
  days: readonly ChangedAgentDay[],
  stamp: string,
  now: number,
): BoundStatement[] {
  const logged = new Map<string, LoggedDay>();
  const entryOf = (day: number, agent: string): LoggedDay => {
    const id = agentDayId(day, agent);
    const entry = logged.get(id) ?? { id, day, agent };
    logged.set(id, entry);
    return entry;
  };
  for (const { day, agent, before, after } of days) {
    Object.assign(entryOf(day, agent), { states: after.states, shifts: after.shifts });
    if ((before?.carried ?? null) !== after.carried)
      Object.assign(entryOf(day + 1, agent), { isCarried: 1, carried: after.carried });
  }
  return jsonBatches([...logged.values()]).map((pack) => LOG.with(pack, stamp, now));
}
