-- Facts in rows that fit their page: digests, hashes and sealed data as bytes, bodies without usual values and without
-- what columns have. Facts in the form before this are not carried over: start again with an empty database.
DROP TABLE interactions;
DROP TABLE transcripts;
DROP TABLE evaluations;
DROP TABLE quality_reviews;
DROP TABLE daily_counters;
DROP TABLE dimensions;
DROP TABLE changes;
DELETE FROM dimension_packs;
DELETE FROM rollups;

-- A removed fact stays as a tombstone: its version decides about records that come late.
-- digest: 16 bytes, of which the first 8 are of the facts alone. is_call: an ended call, the only ones that distinct and
-- new customers are counted over. arrival: the row of changes that it was logged in when it came; rollups hold the
-- interaction once that row is gone. phone_last4: 8 bytes, phone_hash: 16. personal: sealed, empty if there is nothing,
-- NULL once erased.
CREATE TABLE interactions (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  removed INTEGER NOT NULL,
  started_at INTEGER,
  is_call INTEGER NOT NULL,
  customer_id TEXT,
  department_id TEXT,
  arrival TEXT,
  phone_last4 BLOB,
  phone_hash BLOB,
  body TEXT,
  personal BLOB,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX interactions_by_start ON interactions (tenant, started_at, id) WHERE removed = 0;
-- Interactions of all kinds, for erasure; ended calls among them for distinct and new customers.
CREATE INDEX interactions_by_customer ON interactions (tenant, customer_id, is_call, started_at, id)
  WHERE customer_id IS NOT NULL;
CREATE INDEX calls_by_customer_and_department ON interactions (tenant, customer_id, department_id, started_at, id)
  WHERE is_call = 1 AND customer_id IS NOT NULL AND department_id IS NOT NULL;
-- Numbers are found by their last four digits or as a whole. Searches want ended calls, erasures everything.
CREATE INDEX interactions_by_phone ON interactions (tenant, phone_last4, phone_hash, is_call, started_at DESC, id)
  WHERE phone_last4 IS NOT NULL;

CREATE TABLE transcripts (
  tenant TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  body BLOB NOT NULL,
  PRIMARY KEY (tenant, interaction_id)
) STRICT, WITHOUT ROWID;

-- attached: the interaction is stored, so the record counts.
CREATE TABLE evaluations (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  removed INTEGER NOT NULL,
  attached INTEGER NOT NULL,
  rating INTEGER,
  responded_at INTEGER,
  body TEXT,
  personal BLOB,
  rates_conversation INTEGER NOT NULL DEFAULT 0,
  agent_id TEXT,
  team_id TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluations_by_interaction ON evaluations (tenant, interaction_id) WHERE removed = 0;
CREATE INDEX evaluations_by_time ON evaluations (tenant, responded_at, id) WHERE attached = 1 AND removed = 0;
CREATE INDEX evaluations_by_rating ON evaluations (tenant, rating, responded_at, id)
  WHERE attached = 1 AND removed = 0 AND rating IS NOT NULL;
-- Lists of evaluations come newest first, of one instant by id: read in this order, a page needs no sorting.
CREATE INDEX evaluations_newest_by_rating ON evaluations (tenant, rating, responded_at DESC, id)
  WHERE attached = 1 AND removed = 0 AND rating IS NOT NULL;
CREATE INDEX csat_newest ON evaluations (tenant, responded_at DESC, id) WHERE rates_conversation = 1;
CREATE INDEX csat_newest_of_agent ON evaluations (tenant, agent_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND agent_id IS NOT NULL;
CREATE INDEX csat_newest_of_team ON evaluations (tenant, team_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND team_id IS NOT NULL;
CREATE INDEX csat_newest_of_agent_in_team ON evaluations (tenant, agent_id, team_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND agent_id IS NOT NULL AND team_id IS NOT NULL;
-- Words that wait for their interaction, for retention to find.
CREATE INDEX waiting_words_by_time ON evaluations (tenant, responded_at)
  WHERE attached = 0 AND removed = 0 AND personal <> x'';

CREATE TABLE quality_reviews (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  removed INTEGER NOT NULL,
  attached INTEGER NOT NULL,
  created_at INTEGER,
  body TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX quality_reviews_by_interaction ON quality_reviews (tenant, interaction_id) WHERE removed = 0;
CREATE INDEX quality_reviews_by_time ON quality_reviews (tenant, created_at, id) WHERE attached = 1 AND removed = 0;

CREATE TABLE daily_counters (
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  date TEXT NOT NULL,
  dimension_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  removed INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (tenant, type, date, dimension_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dimensions (
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest BLOB NOT NULL,
  removed INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (tenant, type, id)
) STRICT, WITHOUT ROWID;

-- The change log: what rollups hold of a record (base) beside what is stored now (current). A row of kind 'arrivals' is
-- of several new interactions, of which rollups hold nothing: base is NULL, ids is the list of their ids, current that of
-- their images. records: of how many. A change that cannot be taken in is set aside; quarantined_at is NULL for a pending one.
CREATE TABLE changes (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  stamp TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  base TEXT,
  current TEXT,
  ids TEXT,
  records INTEGER NOT NULL DEFAULT 1,
  quarantined_at INTEGER,
  quarantine_reason TEXT,
  PRIMARY KEY (tenant, kind, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX changes_in_quarantine ON changes (tenant, quarantined_at DESC, kind, id)
  WHERE quarantined_at IS NOT NULL;
