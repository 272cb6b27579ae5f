import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { fieldOf } from '../records/stored-body.ts';

const statement = statementsIn('ratings');

/** Fails its transaction (see db/conflict.ts) unless such an interaction exists. */
const guardSql = (conditions: string): string => `
  SELECT json('cannot be rated ' || k.key) AS failure
  FROM json_each(json_array(?2)) k
    LEFT JOIN interactions i ON i.tenant = ?1 AND i.id = k.value AND i.removed = 0 ${conditions}
  WHERE i.id IS NULL`;

const STORED = statement(guardSql(''));
const HAS_RECENTLY_ENDED = `${fieldOf('i', 'status')} <> 'open' AND ${fieldOf('i', 'ended_at')} >= ?3`;
const RECENTLY_ENDED = statement(guardSql(`AND ${HAS_RECENTLY_ENDED}`));

/** Whether an interaction is stored, and whether it has a rated evaluation; 0 or 1 each. */
export const SELECT_RATEABLE = statement<{ stored: number; rated: number }>(`
  SELECT
    EXISTS (SELECT 1 FROM interactions i WHERE i.tenant = ?1 AND i.id = ?2 AND i.removed = 0) AS stored,
    EXISTS (SELECT 1 FROM evaluations e INDEXED BY evaluations_by_interaction
      WHERE e.tenant = ?1 AND e.interaction_id = ?2 AND e.removed = 0 AND e.rating IS NOT NULL) AS rated`);

/** One row if the interaction is stored, else none. `rateable` is 1 if it can be rated without a credential. */
export const SELECT_PUBLICLY_RATEABLE = statement<{ rateable: number }>(`
  SELECT coalesce(${HAS_RECENTLY_ENDED}, 0) AND NOT EXISTS (
      SELECT 1 FROM evaluations e INDEXED BY evaluations_by_interaction
      WHERE e.tenant = ?1 AND e.interaction_id = ?2 AND e.removed = 0 AND e.rating IS NOT NULL) AS rateable
  FROM interactions i WHERE i.tenant = ?1 AND i.id = ?2 AND i.removed = 0`);

/** A query that fails its transaction unless the interaction is stored. */
export function storedGuard(interactionId: string): BoundStatement {
  return STORED.with(interactionId);
}

/** A query that fails its transaction unless the interaction ended at `since` (seconds UTC) or later. */
export function recentlyEndedGuard(interactionId: string, since: number): BoundStatement {
  return RECENTLY_ENDED.with(interactionId, since);
}
