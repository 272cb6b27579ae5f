import { jsonBatches } from '../db/json-batches.ts';
import type { JsonRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { arrivalsOf, arriveQueries, isArriving, leaveQuery, PENDING_AGAIN } from './arrivals.ts';
import { COUNTER_IMAGE_SQL, EACH_DIRECTION_SQL, interactionImageSql, nextCallSql } from './images.ts';

const statement = statementsIn('facts');

/**
 * An interaction that a write touches. The call fields as they will be after it; null unless it will be an ended call.
 */
export interface Touched {
  id: string;
  /** Whether no interaction with this id was ever stored. */
  isNew: boolean;
  /** Whether the interaction itself is written, so that other calls of its customer may be affected. */
  written: boolean;
  customerId: string | null;
  departmentId: string | null;
  startedAt: number | null;
}

/** A `Touched` as SQL reads it. */
type TouchedRow = JsonRow<'id' | 'is_new' | 'written' | 'customer_id' | 'department_id' | 'started_at'>;

const nextOfNew = (department?: string): string =>
  nextCallSql('id', {
    customer: "t.value ->> 'customer_id'",
    startedAt: "t.value ->> 'started_at'",
    id: "t.value ->> 'id'",
    direction: 'd.value',
    department,
  });
const nextOfOld = (department?: string): string =>
  nextCallSql('id', {
    customer: 'o.customer_id',
    startedAt: 'o.started_at',
    id: 'o.id',
    direction: 'd.value',
    department,
  });

/**
 * Run before facts change: stores the before image of every touched interaction that is not new, and of the calls whose
 * previous call, in either direction, may change. Rollups hold nothing of one that is logged with other arrivals, so it
 * has none. An entry that is already in the log keeps its before image, and leaves quarantine.
 */
const LOG_INTERACTIONS = statement(`
  WITH affected(id) AS (
    SELECT t.value ->> 'id' FROM json_each(?2) t WHERE t.value ->> 'is_new' = 0
    UNION SELECT ${nextOfNew()} FROM json_each(?2) t CROSS JOIN ${EACH_DIRECTION_SQL} d
      WHERE t.value ->> 'customer_id' IS NOT NULL
    UNION SELECT ${nextOfNew("t.value ->> 'department_id'")} FROM json_each(?2) t CROSS JOIN ${EACH_DIRECTION_SQL} d
      WHERE t.value ->> 'customer_id' IS NOT NULL AND t.value ->> 'department_id' IS NOT NULL
    UNION SELECT ${nextOfOld()} FROM json_each(?2) t CROSS JOIN interactions o CROSS JOIN ${EACH_DIRECTION_SQL} d
      WHERE t.value ->> 'written' = 1 AND o.tenant = ?1 AND o.id = t.value ->> 'id' AND o.is_call = 1 AND o.customer_id IS NOT NULL
    UNION SELECT ${nextOfOld('o.department_id')} FROM json_each(?2) t CROSS JOIN interactions o
      CROSS JOIN ${EACH_DIRECTION_SQL} d
      WHERE t.value ->> 'written' = 1 AND o.tenant = ?1 AND o.id = t.value ->> 'id' AND o.is_call = 1 AND o.customer_id IS NOT NULL
        AND o.department_id IS NOT NULL
  )
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'interaction', a.id, ?3, ?4,
    CASE WHEN ${isArriving('a.id')} THEN NULL ELSE ${interactionImageSql('a.id')} END, NULL
  FROM affected a WHERE a.id IS NOT NULL
  ON CONFLICT (tenant, kind, id) DO UPDATE SET stamp = excluded.stamp, ${PENDING_AGAIN}`);

/** Run after facts have changed: stores the after image of everything logged with the same stamp. */
const LOG_INTERACTIONS_AFTER = statement(`
  UPDATE changes SET current = ${interactionImageSql('changes.id')}
  WHERE tenant = ?1 AND kind = 'interaction' AND stamp = ?2`);

const LOG_COUNTERS = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, k.value ->> 'type', k.value ->> 'id', ?3, ?4, ${COUNTER_IMAGE_SQL}, NULL
  FROM json_each(?2) k LEFT JOIN daily_counters c ON c.tenant = ?1 AND c.type = k.value ->> 'type'
    AND c.date = substr(k.value ->> 'id', 1, 10) AND c.dimension_id = substr(k.value ->> 'id', 12)
  WHERE true
  ON CONFLICT (tenant, kind, id) DO UPDATE SET stamp = excluded.stamp, ${PENDING_AGAIN}`);

const LOG_COUNTERS_AFTER = statement(`
  UPDATE changes SET current = (
    SELECT ${COUNTER_IMAGE_SQL} FROM daily_counters c WHERE c.tenant = ?1 AND c.type = changes.kind
      AND c.date = substr(changes.id, 1, 10) AND c.dimension_id = substr(changes.id, 12))
  WHERE tenant = ?1 AND kind IN ('article_stats', 'email_channel_stats') AND stamp = ?2`);

/**
 * Queries to run before and after the facts are written, in the same transaction. `arrivals` has the value of the column
 * `arrival` of new interactions, by id, if it is not null. `now` in seconds UTC.
 */
export function changeLogQueries(
  interactions: readonly Touched[],
  counters: readonly { type: string; id: string }[],
  stamp: string,
  now: number,
): { before: BoundStatement[]; after: BoundStatement[]; arrivals: ReadonlyMap<string, string> } {
  const touched = interactions.map(
    (it): TouchedRow => ({
      id: it.id,
      is_new: it.isNew ? 1 : 0,
      written: it.written ? 1 : 0,
      customer_id: it.customerId,
      department_id: it.departmentId,
      started_at: it.startedAt,
    }),
  );
  const fresh = interactions.filter(({ isNew }) => isNew).map(({ id }) => id);
  const groups = arrivalsOf(fresh);
  return {
    before: [
      ...jsonBatches(touched).map((pack) => LOG_INTERACTIONS.with(pack, stamp, now)),
      ...(touched.length > 0 ? [leaveQuery(stamp)] : []),
      ...jsonBatches(counters.map(({ type, id }) => ({ type, id }))).map((pack) =>
        LOG_COUNTERS.with(pack, stamp, now),
      ),
    ],
    after: [
      ...(touched.length > 0
        ? [
            LOG_INTERACTIONS_AFTER.with(stamp),
            ...arriveQueries(groups.length > 0 ? [] : fresh, groups, stamp, now),
          ]
        : []),
      ...(counters.length > 0 ? [LOG_COUNTERS_AFTER.with(stamp)] : []),
    ],
    arrivals: new Map(groups.flatMap(({ arrival, ids }) => ids.map((id) => [id, arrival] as const))),
  };
}
