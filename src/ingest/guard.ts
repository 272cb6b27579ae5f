import { jsonBatches } from '../db/json-batches.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import type { StoredState } from '../records/decision.ts';
import type { RecordType } from '../records/types.ts';
import { type FactTable, IS_ERASED, tableOf } from './stored-states.ts';

const statement = statementsIn('ingest');

/** Fails the transaction; see db/conflict.ts. */
const CHANGED_MEANWHILE = `json('changed meanwhile ' || k.key)`;

const guardSql = (table: FactTable, match: string, or = ''): string => `
  SELECT ${CHANGED_MEANWHILE} AS failure
  FROM json_each(?2) k LEFT JOIN ${table} s ON s.tenant = ?1 AND ${match}
  WHERE s.version IS NOT k.value ->> 2 OR s.digest IS NOT k.value ->> 3 ${or}`;

/** An erasure may leave version and digest unchanged, so the customer is compared too. */
const SAME_CUSTOMER = `OR s.removed = 0 AND (s.customer_id IS NOT k.value ->> 4 OR ${IS_ERASED} <> k.value ->> 5)`;

const BY_ID = 's.id = k.value ->> 1';
const GUARDS = {
  interactions: statement(guardSql('interactions', BY_ID, SAME_CUSTOMER)),
  evaluations: statement(guardSql('evaluations', BY_ID)),
  quality_reviews: statement(guardSql('quality_reviews', BY_ID)),
  daily_counters: statement(
    guardSql(
      'daily_counters',
      `s.type = k.value ->> 0 AND s.date = substr(k.value ->> 1, 1, 10) AND s.dimension_id = substr(k.value ->> 1, 12)`,
    ),
  ),
  dimensions: statement(guardSql('dimensions', `s.type = k.value ->> 0 AND ${BY_ID}`)),
};

const UNRATED = statement(`
  SELECT json('already rated ' || e.id) AS failure
  FROM evaluations e INDEXED BY evaluations_by_interaction WHERE e.tenant = ?1 AND e.interaction_id = ?2 AND e.removed = 0 AND e.rating IS NOT NULL LIMIT 1`);

/** Queries that fail their transaction if a key is no longer in the state that the decision is based on. */
export function guardQueries(
  keys: Iterable<{ type: RecordType; id: string }>,
  stateOf: (key: { type: RecordType; id: string }) => StoredState | undefined,
): BoundStatement[] {
  const rows = new Map<FactTable, unknown[]>();
  for (const { type, id } of keys) {
    const table = tableOf(type);
    const state = stateOf({ type, id });
    const row = [
      type,
      id,
      state?.version ?? null,
      state?.digest ?? null,
      state?.customerId ?? null,
      state?.erased ? 1 : 0,
    ];
    rows.set(table, [...(rows.get(table) ?? []), row]);
  }
  return [...rows].flatMap(([table, list]) => jsonBatches(list).map((pack) => GUARDS[table].with(pack)));
}

/** A query that fails its transaction if the interaction already has a rated evaluation. */
export function unratedGuard(interactionId: string): BoundStatement {
  return UNRATED.with(interactionId);
}
