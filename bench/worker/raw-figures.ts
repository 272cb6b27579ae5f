import { type Statement, statement } from '../../src/db/statement.ts';
import { fieldOf } from '../../src/records/stored-body.ts';
import type { RawFigures } from './raw-names.ts';

/** Rounds half away from zero, in integers; NULL if there is nothing to divide by. */
const mean = (over: string, under: string): string =>
  `(2 * sum(${over}) + sum(${under})) / (2 * sum(${under}))`;
const tenths = (over: string, under: string, factor: number): string =>
  `((${20 * factor} * sum(${over}) + sum(${under})) / (2 * sum(${under}))) / 10.0`;

const CALLS = `
  SELECT i.customer_id AS customer_id, i.started_at + CAST(?4 AS INTEGER) AS local,
    ${fieldOf('i', 'agent_id')} AS agent_id,
    ${fieldOf('i', 'status')} = 'completed' AS completed,
    ${fieldOf('i', 'status')} IN ('missed', 'abandoned') AS missed,
    ${fieldOf('i', 'status')} IN ('cancelled', 'failed') AS cancelled,
    coalesce(i.body ->> 'n', ${fieldOf('i', 'ended_at')} - ${fieldOf('i', 'answered_at')}) AS duration,
    coalesce(i.body ->> 'w', ${fieldOf('i', 'answered_at')} - i.started_at) AS wait
  FROM interactions i
  WHERE i.tenant = ?1 AND i.removed = 0 AND i.is_call = 1 AND i.started_at >= ?2 AND i.started_at < ?3`;
const TIMED = ['completed * duration', 'completed * (duration IS NOT NULL)'] as const;
const WAITED = ['completed * wait', 'completed * (wait IS NOT NULL)'] as const;

const RATINGS = `
  SELECT e.rating AS rating, e.responded_at + CAST(?4 AS INTEGER) AS local, ${fieldOf('i', 'agent_id')} AS agent_id
  FROM evaluations e CROSS JOIN interactions i
  WHERE e.tenant = ?1 AND e.attached = 1 AND e.removed = 0 AND e.responded_at >= ?2 AND e.responded_at < ?3
    AND e.rating IS NOT NULL AND i.tenant = ?1 AND i.id = e.interaction_id AND i.is_call = 1`;
const AVG_RATING = tenths('rating', '1', 1);
const SATISFACTION = tenths('rating >= 4', '1', 100);

const FIRST_CALLS = `
  SELECT min(f.started_at) AS at FROM interactions f
  WHERE f.tenant = ?1 AND f.is_call = 1 AND f.customer_id IS NOT NULL
  GROUP BY f.customer_id HAVING min(f.started_at) >= ?2 AND min(f.started_at) < ?3`;

const DATE = `date(local, 'unixepoch')`;

/**
 * The figures of the routes of calls, each by one query over the facts: ?2 start, ?3 end, ?4 offset of the time zone.
 */
export const RAW_FIGURES: Record<RawFigures, Statement> = {
  overview: statement(`
    WITH calls AS (${CALLS}), ratings AS (${RATINGS})
    SELECT count(*) AS total_calls, sum(completed) AS completed_calls, sum(missed) AS missed_calls,
      sum(cancelled) AS cancelled_calls, ${mean(...TIMED)} AS avg_duration, ${mean(...WAITED)} AS avg_wait_time,
      count(DISTINCT customer_id) AS total_customers, ${tenths('completed', '1', 100)} AS completion_rate,
      (SELECT ${AVG_RATING} FROM ratings) AS avg_rating,
      (SELECT ${SATISFACTION} FROM ratings) AS satisfaction_rate,
      (SELECT count(*) FROM (${FIRST_CALLS})) AS new_customers
    FROM calls`),
  hourly: statement(`
    WITH calls AS (${CALLS})
    SELECT (local % 86400) / 3600 AS hour, count(*) AS total, sum(completed) AS completed, sum(missed) AS missed
    FROM calls GROUP BY hour ORDER BY hour`),
  agents: statement(`
    WITH calls AS (${CALLS}), ratings AS (
      SELECT agent_id, ${AVG_RATING} AS avg_rating, ${SATISFACTION} AS satisfaction_rate
      FROM (${RATINGS}) GROUP BY agent_id)
    SELECT c.*, r.avg_rating AS avg_rating, r.satisfaction_rate AS satisfaction_rate FROM (
      SELECT agent_id AS user_id, count(*) AS total_calls, sum(completed) AS completed_calls,
        sum(missed) AS missed_calls, ${mean(...TIMED)} AS avg_duration, ${mean(...WAITED)} AS avg_wait_time,
        sum(completed * coalesce(duration, 0)) AS total_duration
      FROM calls WHERE agent_id IS NOT NULL GROUP BY agent_id) c
    LEFT JOIN ratings r ON r.agent_id = c.user_id`),
  trends: statement(`
    WITH calls AS (${CALLS}),
      ratings AS (SELECT ${DATE} AS date, ${AVG_RATING} AS avg_rating FROM (${RATINGS}) GROUP BY 1),
      firsts AS (SELECT date(at + CAST(?4 AS INTEGER), 'unixepoch') AS date, count(*) AS customers FROM (${FIRST_CALLS}) GROUP BY 1)
    SELECT c.*, r.avg_rating AS avg_rating, coalesce(n.customers, 0) AS new_customers FROM (
      SELECT ${DATE} AS date, count(*) AS total_calls, sum(completed) AS completed_calls,
        ${mean(...TIMED)} AS avg_duration
      FROM calls GROUP BY 1) c
    LEFT JOIN ratings r ON r.date = c.date LEFT JOIN firsts n ON n.date = c.date ORDER BY c.date`),
};

/** Number of facts in [?2, ?3). */
export const COUNT_FACTS = statement<{ facts: number }>(`
  SELECT (SELECT count(*) FROM interactions i
      WHERE i.tenant = ?1 AND i.removed = 0 AND i.started_at >= ?2 AND i.started_at < ?3)
    + (SELECT count(*) FROM evaluations e WHERE e.tenant = ?1 AND e.attached = 1 AND e.removed = 0
        AND e.responded_at >= ?2 AND e.responded_at < ?3)
    + (SELECT count(*) FROM quality_reviews q WHERE q.tenant = ?1 AND q.attached = 1 AND q.removed = 0
        AND q.created_at >= ?2 AND q.created_at < ?3) AS facts`);
