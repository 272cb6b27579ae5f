import { type Query, statement } from '../store/statement.ts';

/** A customer to be erased. */
export interface Target {
  /** As stored with interactions. */
  customerId: string;
  /** The keyed hash that the customer is recognised by later. */
  hash: string;
  pseudonym: string;
}

const OF_CUSTOMER = `SELECT i.id FROM interactions i INDEXED BY interactions_by_customer
  WHERE i.tenant = ?1 AND i.customer_id = ?2`;

const FORGET_WORDS = statement(`
  UPDATE evaluations INDEXED BY evaluations_by_interaction SET personal = NULL
  WHERE tenant = ?1 AND removed = 0 AND personal IS NOT NULL AND interaction_id IN (${OF_CUSTOMER})`);

const DROP_TRANSCRIPTS = statement(`
  DELETE FROM transcripts WHERE tenant = ?1 AND interaction_id IN (${OF_CUSTOMER})`);

/** Files that may hold something of the customer; upkeep removes what is stored of them. */
const WITHDRAW_EXPORTS = statement(`
  UPDATE export_jobs SET status = 'withdrawn', fence = fence + 1, lease_until = 0,
    error = 'A customer in it was erased; ask for the export again.'
  WHERE tenant = ?1 AND status IN ('queued', 'processing', 'completed') AND expires_at > ?3
    AND CASE WHEN kind = 'reviews' THEN EXISTS (
      SELECT 1 FROM interactions i INDEXED BY interactions_by_customer
      CROSS JOIN quality_reviews r INDEXED BY quality_reviews_by_interaction
      WHERE i.tenant = ?1 AND i.customer_id = ?2 AND r.tenant = ?1 AND r.interaction_id = i.id AND r.removed = 0
        AND r.created_at >= period_start AND r.created_at < period_end)
    ELSE EXISTS (
      SELECT 1 FROM interactions i INDEXED BY interactions_by_customer
      WHERE i.tenant = ?1 AND i.customer_id = ?2 AND i.started_at >= period_start AND i.started_at < period_end) END`);

const renamed = (image: string): string =>
  `CASE WHEN ${image} ->> '$.i.customer_id' = ?2 THEN json_set(${image}, '$.i.customer_id', ?3) ELSE ${image} END`;

/** All pending changes are looked at, for an interaction may have had another customer before. */
const RENAME_IN_LOG = statement(`
  UPDATE changes SET base = ${renamed('base')}, current = ${renamed('current')}
  WHERE tenant = ?1 AND kind = 'interaction'
    AND (base ->> '$.i.customer_id' = ?2 OR current ->> '$.i.customer_id' = ?2)`);

const RENAME = statement(`
  UPDATE interactions INDEXED BY interactions_by_customer
  SET customer_id = ?3, body = json_set(body, '$.customer_id', ?3), personal = NULL,
    phone_hash = NULL, phone_last7 = NULL, phone_last4 = NULL
  WHERE tenant = ?1 AND customer_id = ?2`);

const REMEMBER = statement(`
  INSERT INTO erasures (tenant, customer_hash, erased_at, pseudonym) VALUES (?1, ?2, ?3, ?4)
  ON CONFLICT (tenant, customer_hash, erased_at) DO NOTHING`);

/**
 * Queries that take away everything stored of customers, as of `now` in seconds UTC. Each becomes a customer
 * of its own under the pseudonym, so that every figure stays; digests stay, so that replays change nothing.
 */
export function erasureQueries(targets: readonly Target[], now: number): Query[] {
  return targets.flatMap(({ customerId, hash, pseudonym }) => [
    FORGET_WORDS.with(customerId),
    DROP_TRANSCRIPTS.with(customerId),
    WITHDRAW_EXPORTS.with(customerId, now),
    RENAME_IN_LOG.with(customerId, pseudonym),
    RENAME.with(customerId, pseudonym),
    REMEMBER.with(hash, now, pseudonym),
  ]);
}
