import { bodyOf, outboundOf } from '../records/stored-body.ts';

/** SQL that builds the images of facts/event.ts. Every fragment needs the tenant as `?1` of its statement. */

/** SQL: directions as indexes of calls have them, before the start; see `outboundOf`. */
export const DIRECTION_SQL = { inbound: 'NULL', outbound: `'outbound'` } as const;

/** SQL: both of them, as the column `value` of rows. */
export const EACH_DIRECTION_SQL = `json_each('[null,"outbound"]')`;

/**
 * SQL: rows `p` of the ended calls of `customer` in one direction, within `department` if it is given; each case uses its
 * own index.
 */
const callsOf = (customer: string, direction: string, department?: string): string =>
  department === undefined
    ? `interactions p INDEXED BY interactions_by_customer
       WHERE p.tenant = ?1 AND p.is_call = 1 AND p.customer_id = ${customer} AND ${outboundOf('p')} IS ${direction}`
    : `interactions p INDEXED BY calls_by_customer_and_department
       WHERE p.tenant = ?1 AND p.is_call = 1 AND p.customer_id = ${customer} AND p.department_id = ${department}
         AND ${outboundOf('p')} IS ${direction}`;

/**
 * Calls of one second: in the order of their ids, or left out, which reads one row less, because an index has no range that
 * ends before the id.
 */
export type OfOneSecond = 'by id' | 'left out';

/**
 * SQL: start of the previous ended call in a direction, of the same customer as interaction `it` (an alias); NULL for the
 * first. `same` and `other` are directions as seen from that of `it`.
 */
export function previousCallSql(
  it: string,
  withinDepartment: boolean,
  direction: 'same' | 'other' | 'any',
  ofOneSecond: OfOneSecond = 'by id',
): string {
  const department = withinDepartment ? `${it}.department_id` : undefined;
  const isBefore =
    ofOneSecond === 'by id'
      ? `(p.started_at, p.id) < (${it}.started_at, ${it}.id)`
      : `p.started_at < ${it}.started_at`;
  const startIn = (side: string): string => `(
    SELECT p.started_at FROM ${callsOf(`${it}.customer_id`, side, department)} AND ${isBefore}
    ORDER BY p.started_at DESC, p.id DESC LIMIT 1)`;
  const [inbound, outbound] = [startIn(DIRECTION_SQL.inbound), startIn(DIRECTION_SQL.outbound)];
  const isInbound = `${outboundOf(it)} IS NULL`;
  const start = {
    same: `CASE WHEN ${isInbound} THEN ${inbound} ELSE ${outbound} END`,
    other: `CASE WHEN ${isInbound} THEN ${outbound} ELSE ${inbound} END`,
    any: `nullif(max(coalesce(${inbound}, -1), coalesce(${outbound}, -1)), -1)`,
  }[direction];
  return `CASE WHEN ${it}.is_call = 1 AND ${it}.customer_id IS NOT NULL THEN ${start} END`;
}

/** A call whose next call is looked up; all values are SQL expressions. */
export interface CallSql {
  customer: string;
  startedAt: string;
  id: string;
  /** The direction of the next call, as in `DIRECTION_SQL`. */
  direction: string;
  /** Restricts the search to calls of this department. */
  department?: string | undefined;
  /** `by id` if left out. */
  ofOneSecond?: OfOneSecond;
}

/** SQL: a column of the next ended call of the same customer in a direction; NULL if there is none. */
export function nextCallSql(
  column: 'id' | 'started_at',
  { customer, startedAt, id, direction, department, ofOneSecond = 'by id' }: CallSql,
): string {
  const isAfter =
    ofOneSecond === 'by id' ? `(p.started_at, p.id) > (${startedAt}, ${id})` : `p.started_at > ${startedAt}`;
  return `(SELECT p.${column} FROM ${callsOf(customer, direction, department)} AND ${isAfter}
    ORDER BY p.started_at, p.id LIMIT 1)`;
}

/** SQL: the stored interaction with that id as a StoredInteractionImage in JSON; NULL if it is not stored. */
export function interactionImageSql(id: string): string {
  return `(SELECT json_object(
      'i', json(${bodyOf('i')}),
      'p', ${previousCallSql('i', false, 'same')},
      'q', ${previousCallSql('i', true, 'same')},
      'x', ${previousCallSql('i', false, 'other')},
      'y', ${previousCallSql('i', true, 'other')},
      'e', (SELECT json_group_array(json(e.body)) FROM evaluations e INDEXED BY evaluations_by_interaction
            WHERE e.tenant = ?1 AND e.interaction_id = i.id AND e.removed = 0),
      'r', (SELECT json_group_array(json(r.body)) FROM quality_reviews r INDEXED BY quality_reviews_by_interaction
            WHERE r.tenant = ?1 AND r.interaction_id = i.id AND r.removed = 0))
    FROM interactions i WHERE i.tenant = ?1 AND i.id = ${id} AND i.removed = 0)`;
}

/** SQL: a stored daily counter `c` (an alias) as a CounterImage in JSON; NULL if it was removed. */
export const COUNTER_IMAGE_SQL = `CASE WHEN c.removed = 0 THEN json_object(
  'type', c.type, 'date', c.date, 'dimension_id', c.dimension_id, 'body', json(c.body)) END`;

/** An agent's day as SQL expressions: the agent, the UTC day, and what differs from the stored rows. */
export interface AgentDaySql {
  agent: string;
  day: string;
  /** Columns of the day's row; by default as stored. */
  states?: string;
  shifts?: string;
  /** What the day before carries over, by default as stored. */
  carried?: string;
}

/** SQL: the time of an agent on a UTC day as an AgentDayImage in JSON; NULL if nothing is stored of it. */
export function agentDayImageSql({
  agent,
  day,
  states = 'd.states',
  shifts = 'd.shifts',
  carried = 'p.carried',
}: AgentDaySql): string {
  return `(SELECT json_object('a', g.agent, 'd', g.day, 's', json(coalesce(${states}, '[]')),
      'h', json(coalesce(${shifts}, '[]')), 'c', json(coalesce(${carried}, 'null')))
    FROM (SELECT ${agent} AS agent, ${day} AS day) g
    LEFT JOIN agent_days d ON d.tenant = ?1 AND d.day = g.day AND d.agent_id = g.agent
    LEFT JOIN agent_days p ON p.tenant = ?1 AND p.day = g.day - 1 AND p.agent_id = g.agent
    WHERE ${states} IS NOT NULL OR ${shifts} IS NOT NULL OR ${carried} IS NOT NULL)`;
}

/** The id of an agent's day in the change log: the day in five digits, a slash and the agent. */
export function agentDayId(day: number, agent: string): string {
  return `${String(day).padStart(5, '0')}/${agent}`;
}

/** SQL: the image of the agent's day that has this id in the change log. */
export function loggedAgentDaySql(id: string): string {
  return agentDayImageSql({ agent: `substr(${id}, 7)`, day: `CAST(substr(${id}, 1, 5) AS INTEGER)` });
}
