import { type Statement, statement } from '../../src/db/statement.ts';
import { fieldOf } from '../../src/records/stored-body.ts';
import type { QueryName } from './query-names.ts';

/** With one decimal, rounded half away from zero, in integers; NULL if there is nothing to divide by. */
const tenths = (over: string, under: string, factor: number): string =>
  `((${20 * factor} * sum(${over}) + sum(${under})) / (2 * sum(${under}))) / 10.0`;

const ENDED = `
  SELECT i.customer_id AS customer, i.is_call AS is_call, i.started_at + CAST(?4 AS INTEGER) AS local,
    ${fieldOf('i', 'agent_id')} AS agent, ${fieldOf('i', 'channel')} AS channel,
    coalesce(i.body ->> 'o', CASE WHEN i.body ->> 'r' IS NOT NULL THEN 'resolved'
      WHEN ${fieldOf('i', 'status')} IN ('missed', 'abandoned') THEN 'abandoned' ELSE 'unknown' END) AS outcome,
    ${fieldOf('i', 'status')} = 'completed' AS completed,
    ${fieldOf('i', 'status')} IN ('missed', 'abandoned') AS lost,
    ${fieldOf('i', 'direction')} = 'inbound' AS inbound,
    coalesce(i.body ->> 'n', ${fieldOf('i', 'ended_at')} - ${fieldOf('i', 'answered_at')}) AS duration,
    coalesce(i.body ->> 'w', ${fieldOf('i', 'answered_at')} - i.started_at) AS wait
  FROM interactions i
  WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at >= ?2 AND i.started_at < ?3
    AND ${fieldOf('i', 'status')} <> 'open'`;

const from = (select: string): Statement => statement(`WITH ended AS (${ENDED}) ${select}`);
const DAY = "date(local, 'unixepoch')";
const ANSWERED = 'inbound * completed * (wait IS NOT NULL)';

/** The figures of each kind of query, by one query over the facts: ?2 start, ?3 end, ?4 offset of the time zone. */
export const RAW_QUERIES: Record<QueryName, Statement> = {
  total: from(`SELECT count(*) AS total_calls, ${tenths('completed', '1', 100)} AS completion_rate,
    ${tenths('completed * coalesce(duration, 0)', 'completed * (duration IS NOT NULL)', 1)} AS avg_duration
    FROM ended WHERE is_call = 1`),
  'by day': from(`SELECT ${DAY} AS time, count(*) AS total_calls FROM ended WHERE is_call = 1 GROUP BY 1`),
  'by weekday and hour': from(`SELECT strftime('%w-%H', local, 'unixepoch') AS time, count(*) AS total_calls
    FROM ended WHERE is_call = 1 GROUP BY 1`),
  'by agent': from(`SELECT agent, count(*) AS total_calls, ${tenths('completed', '1', 100)} AS completion_rate
    FROM ended WHERE is_call = 1 GROUP BY agent`),
  'by agent and channel': from('SELECT agent, channel, count(*) AS ended FROM ended GROUP BY agent, channel'),
  'of two agents by day': from(`SELECT ${DAY} AS time, count(*) AS total_calls
    FROM ended WHERE is_call = 1 AND agent IN ('agent-1', 'agent-2') GROUP BY 1`),
  'all but a channel by outcome': from(
    `SELECT outcome, count(*) AS ended FROM ended WHERE channel <> 'phone' GROUP BY outcome`,
  ),
  'percentile by agent': from(`, ranked AS (
      SELECT agent, duration, row_number() OVER (PARTITION BY agent ORDER BY duration) AS place,
        count(*) OVER (PARTITION BY agent) AS size
      FROM ended WHERE duration IS NOT NULL)
    SELECT agent, min(duration) AS p90 FROM ranked WHERE place * 100 >= 90 * size GROUP BY agent`),
  'distinct customers': from(
    'SELECT count(DISTINCT customer) AS total_customers FROM ended WHERE is_call = 1',
  ),
  'service level': from(`SELECT
    ((2000 * sum(${ANSWERED} * (coalesce(wait, 0) <= 20)) + sum(${ANSWERED} + inbound * lost))
      / (2 * sum(${ANSWERED} + inbound * lost))) / 10.0 AS service_level,
    ${tenths(`${ANSWERED} * coalesce(wait, 0)`, ANSWERED, 1)} AS average_speed_of_answer FROM ended`),
};
