-- Customers' erasures: a record that comes late is kept under the pseudonym. The hash is keyed, of the customer's id.
CREATE TABLE erasures (
  tenant TEXT NOT NULL,
  customer_hash TEXT NOT NULL,
  erased_at INTEGER NOT NULL,
  pseudonym TEXT NOT NULL,
  PRIMARY KEY (tenant, customer_hash, erased_at)
) STRICT, WITHOUT ROWID;

-- How far old interactions have lost what is personal, and under which retention.
CREATE TABLE retention_progress (
  tenant TEXT NOT NULL PRIMARY KEY,
  retention_days INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  interaction_id TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Interactions of all kinds, for erasure; ended calls among them for distinct and new customers.
DROP INDEX calls_by_customer;
CREATE INDEX interactions_by_customer ON interactions (tenant, customer_id, is_call, started_at, id)
  WHERE customer_id IS NOT NULL;
-- What the indexes of calls by phone do not hold, so that an erasure by number finds conversations and open calls too.
CREATE INDEX other_interactions_by_phone ON interactions (tenant, phone_hash)
  WHERE is_call = 0 AND phone_hash IS NOT NULL;

-- Words that wait for their interaction, for retention to find; '{}' holds none.
CREATE INDEX waiting_words_by_time ON evaluations (tenant, responded_at)
  WHERE attached = 0 AND removed = 0 AND personal <> '{}';
