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
