import { randomBytes } from 'node:crypto';
import { keepsFigures } from '../db/data-version.ts';
import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { interactionImageSql } from './images.ts';

const statement = statementsIn('facts');

/**
 * New interactions of one request, logged together in one row of the change log: rollups hold nothing of them, so that
 * none needs a before image of its own. The row's `ids` names them, `current` lists their images. An interaction that
 * changes before a refresh leaves the row and gets one of its own. The interaction's column `arrival` leads to the row.
 */
export const ARRIVALS = 'arrivals';

/** Fewer are logged one by one. */
const LEAST = 20;
/** Bounds the size of a row, and what one faulty record delays. */
const MOST = 50;
/** An interaction with more evaluations and reviews is logged by itself, because they are not bounded by its own size. */
const MOST_ATTACHED = 2;

/** New interactions that may be logged together under the key `arrival`. */
export interface Arrivals {
  arrival: string;
  ids: readonly string[];
}

/** Divides new interactions into groups, each under a random key; none if there are few. */
export function arrivalsOf(ids: readonly string[]): Arrivals[] {
  if (ids.length < LEAST) return [];
  return Array.from({ length: Math.ceil(ids.length / MOST) }, (_, index) => ({
    arrival: randomBytes(9).toString('base64url'),
    ids: ids.slice(index * MOST, (index + 1) * MOST),
  }));
}

/** SQL: whether the interaction `id` is logged in a row of arrivals. */
export function isArriving(id: string): string {
  return `EXISTS (SELECT 1 FROM interactions n CROSS JOIN changes c CROSS JOIN json_each(c.ids) m
    WHERE n.tenant = ?1 AND n.id = ${id} AND c.tenant = ?1 AND c.kind = '${ARRIVALS}' AND c.id = n.arrival AND m.value = ${id})`;
}

/** SQL: whether `id` has a row of its own in the change log. */
const isAlone = (id: string): string =>
  `EXISTS (SELECT 1 FROM changes c WHERE c.tenant = ?1 AND c.kind = 'interaction' AND c.id = ${id})`;
const attached = (
  table: string,
  id: string,
): string => `(SELECT count(*) FROM ${table} a INDEXED BY ${table}_by_interaction
    WHERE a.tenant = ?1 AND a.interaction_id = ${id} AND a.removed = 0)`;
const imagesOf = (ids: string): string =>
  `(SELECT json_group_array(json(${interactionImageSql('m.value')})) FROM json_each(${ids}) m)`;

/** SQL: a quarantined change becomes pending again when its record changes. */
export const PENDING_AGAIN = `quarantined_at = NULL, quarantine_reason = NULL,
    changed_at = CASE WHEN quarantined_at IS NULL THEN changed_at ELSE excluded.changed_at END`;

/** Takes what was just logged by itself, with the stamp ?2, out of its row of arrivals, which may become empty. */
const LEAVE = statement(`
  UPDATE changes SET stamp = ?2, (ids, records) = (
    SELECT json_group_array(m.value), count(*) FROM json_each(changes.ids) m WHERE NOT ${isAlone('m.value')})
  WHERE tenant = ?1 AND kind = '${ARRIVALS}' AND +id IN (
    SELECT n.arrival FROM changes l CROSS JOIN interactions n
    WHERE l.tenant = ?1 AND l.kind = 'interaction' AND l.stamp = ?2 AND n.tenant = ?1 AND n.id = l.id)`);
const SHOW_THE_REST = statement(`
  UPDATE changes SET current = ${imagesOf('changes.ids')}
  WHERE tenant = ?1 AND kind = '${ARRIVALS}' AND stamp = ?2`);

/** The query to run after touched interactions were logged with `stamp`, before the facts change. */
export function leaveQuery(stamp: string): BoundStatement {
  return LEAVE.with(stamp);
}

/** A new interaction that was mentioned before it came has a row already: without a base, as every new one. */
const LOG_ALONE = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'interaction', m.value, ?3, ?4, NULL, ${interactionImageSql('m.value')}
  FROM json_each(?2) g CROSS JOIN json_each(g.value, '$.ids') m
  WHERE g.value ->> 'arrival' IS NULL OR ${isAlone('m.value')}
    OR ${attached('evaluations', 'm.value')} + ${attached('quality_reviews', 'm.value')} > ${MOST_ATTACHED}
  ON CONFLICT (tenant, kind, id) DO UPDATE SET stamp = excluded.stamp, current = excluded.current, ${PENDING_AGAIN}`);
const LOG_TOGETHER = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current, ids, records)
  SELECT ?1, '${ARRIVALS}', g.value ->> 'arrival', ?3, ?4, NULL,
    json_group_array(json(${interactionImageSql('m.value')})), json_group_array(m.value), count(*)
  FROM json_each(?2) g CROSS JOIN json_each(g.value, '$.ids') m
  WHERE g.value ->> 'arrival' IS NOT NULL AND NOT ${isAlone('m.value')} GROUP BY g.key`);

/**
 * Queries to run after the facts have changed: store the images of what is left in rows of arrivals that something has
 * left with `stamp`, and log new interactions, `alone` or in `groups`. `now` in seconds UTC.
 */
export function arriveQueries(
  alone: readonly string[],
  groups: readonly Arrivals[],
  stamp: string,
  now: number,
): BoundStatement[] {
  const lists = [...(alone.length > 0 ? [{ ids: alone }] : []), ...groups];
  return [
    SHOW_THE_REST.with(stamp),
    ...jsonBatches(lists).flatMap((pack) => [
      LOG_ALONE.with(pack, stamp, now),
      ...(groups.length > 0 ? [LOG_TOGETHER.with(pack, stamp, now)] : []),
    ]),
  ];
}

const SHOW_RENAMED = statement(`
  UPDATE changes SET current = ${imagesOf('changes.ids')}
  WHERE tenant = ?1 AND kind = '${ARRIVALS}' AND +id IN (
    SELECT n.arrival FROM interactions n WHERE n.tenant = ?1 AND n.customer_id IN (SELECT k.value FROM json_each(?2) k))`);

/** The query that stores the images of arrivals again after customers were given these ids. */
export function renamedQuery(customerIds: readonly string[]): BoundStatement {
  return SHOW_RENAMED.with(JSON.stringify(customerIds));
}

const SPLIT = keepsFigures(
  statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'interaction', m.value, x.stamp, x.changed_at, NULL, ${interactionImageSql('m.value')}
  FROM json_each(?2) k CROSS JOIN changes x CROSS JOIN json_each(x.ids) m
  WHERE x.tenant = ?1 AND x.kind = '${ARRIVALS}' AND x.id = k.value
  ON CONFLICT (tenant, kind, id) DO NOTHING`),
);
const DROP = keepsFigures(
  statement(`
  DELETE FROM changes WHERE tenant = ?1 AND kind = '${ARRIVALS}' AND id IN (SELECT k.value FROM json_each(?2) k)`),
);

/** Queries that give every interaction of these rows of arrivals a row of its own, so that one can be set aside. */
export function splitQueries(arrivals: readonly string[]): BoundStatement[] {
  if (arrivals.length === 0) return [];
  const pack = JSON.stringify(arrivals);
  return [SPLIT.with(pack), DROP.with(pack)];
}
