import { binaryColumn } from '../db/binary.ts';
import { jsonBatches } from '../db/json-batches.ts';
import type { JsonRow } from '../db/json-rows.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoredState } from '../records/decision.ts';
import type { RecordType } from '../records/types.ts';
import { IS_ERASED, type RowTable, tableOf } from './stored-states.ts';

const statement = statementsIn('ingest');

/** Fails the transaction; see db/conflict.ts. */
const CHANGED_MEANWHILE = `json('changed meanwhile ' || k.key)`;

const guardSql = (table: RowTable, match: string, or = ''): string => `
  SELECT ${CHANGED_MEANWHILE} AS failure
  FROM json_each(?2) k LEFT JOIN ${table} s ON s.tenant = ?1 AND ${match}
  WHERE s.version IS NOT k.value ->> 'version' OR s.digest IS NOT ${binaryColumn('digest')} ${or}`;

/** An erasure may leave version and digest unchanged, so the customer is compared too. */
const SAME_CUSTOMER = `OR s.removed = 0 AND (s.customer_id IS NOT k.value ->> 'customer_id' OR ${IS_ERASED} <> k.value ->> 'erased')`;

const BY_ID = "s.id = k.value ->> 'id'";
const GUARDS = {
  interactions: statement(guardSql('interactions', BY_ID, SAME_CUSTOMER)),
  evaluations: statement(guardSql('evaluations', BY_ID)),
  quality_reviews: statement(guardSql('quality_reviews', BY_ID)),
  daily_counters: statement(
    guardSql(
      'daily_counters',
      `s.type = k.value ->> 'type' AND s.date = substr(k.value ->> 'id', 1, 10) AND s.dimension_id = substr(k.value ->> 'id', 12)`,
    ),
  ),
  dimensions: statement(guardSql('dimensions', `s.type = k.value ->> 'type' AND ${BY_ID}`)),
};

/** The state that a decision is based on; a key without one must still be unknown. */
type GuardRow = JsonRow<'type' | 'id' | 'version' | 'digest' | 'customer_id' | 'erased'>;

const UNRATED = statement(`
  SELECT json('already rated ' || e.id) AS failure
  FROM evaluations e INDEXED BY evaluations_by_interaction WHERE e.tenant = ?1 AND e.interaction_id = ?2 AND e.removed = 0 AND e.rating IS NOT NULL LIMIT 1`);

/**
 * Queries that fail their transaction if a key is no longer in the state that the decision is based on. Records of
 * agents' time are guarded by agent-day-writes.ts.
 */
export function guardQueries(
  keys: Iterable<{ type: RecordType; id: string }>,
  stateOf: (key: { type: RecordType; id: string }) => StoredState | undefined,
): BoundStatement[] {
  const rows = new Map<RowTable, GuardRow[]>();
  for (const { type, id } of keys) {
    const table = tableOf(type);
    if (table === 'agent_days') continue;
    const state = stateOf({ type, id });
    const row = {
      type,
      id,
      version: state?.version,
      digest: state?.digest,
      customer_id: state?.customerId,
      erased: state?.erased ? 1 : 0,
    };
    rows.set(table, [...(rows.get(table) ?? []), row]);
  }
  return [...rows].flatMap(([table, list]) => jsonBatches(list).map((pack) => GUARDS[table].with(pack)));
}

/** A query that fails its transaction if the interaction already has a rated evaluation. */
export function unratedGuard(interactionId: string): BoundStatement {
  return UNRATED.with(interactionId);
}
