-- Every key begins with the tenant (its slug). Instants are whole seconds UTC, money is millionths of a dollar.

CREATE TABLE tenants (
  tenant TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  profile TEXT NOT NULL,
  country_code TEXT,
  retention_days INTEGER NOT NULL,
  public_evaluations INTEGER NOT NULL,
  created_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE api_keys (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  secret_hash TEXT NOT NULL,
  scopes TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER,
  last_used_at INTEGER,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- A removed fact stays as a tombstone: its version decides about records that come late.
CREATE TABLE interactions (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  removed INTEGER NOT NULL,
  started_at INTEGER,
  is_call INTEGER NOT NULL,
  customer_id TEXT,
  department_id TEXT,
  phone_hash TEXT,
  phone_last7 TEXT,
  phone_last4 TEXT,
  body TEXT,
  personal TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX interactions_by_start ON interactions (tenant, started_at, id) WHERE removed = 0;
-- is_call: an ended call, the only ones that distinct and new customers are counted over.
CREATE INDEX calls_by_customer ON interactions (tenant, customer_id, started_at, id)
  WHERE is_call = 1 AND customer_id IS NOT NULL;
CREATE INDEX calls_by_customer_and_department ON interactions (tenant, customer_id, department_id, started_at, id)
  WHERE is_call = 1 AND customer_id IS NOT NULL AND department_id IS NOT NULL;

CREATE TABLE transcripts (
  tenant TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant, interaction_id)
) STRICT, WITHOUT ROWID;

-- attached: the interaction is stored, so the record counts.
CREATE TABLE evaluations (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  removed INTEGER NOT NULL,
  attached INTEGER NOT NULL,
  rating INTEGER,
  responded_at INTEGER,
  body TEXT,
  personal TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX evaluations_by_interaction ON evaluations (tenant, interaction_id) WHERE removed = 0;
CREATE INDEX evaluations_by_time ON evaluations (tenant, responded_at, id) WHERE attached = 1 AND removed = 0;
CREATE INDEX evaluations_by_rating ON evaluations (tenant, rating, responded_at, id)
  WHERE attached = 1 AND removed = 0 AND rating IS NOT NULL;

CREATE TABLE quality_reviews (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
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
  digest TEXT NOT NULL,
  removed INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (tenant, type, date, dimension_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE dimensions (
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  id TEXT NOT NULL,
  version INTEGER NOT NULL,
  digest TEXT NOT NULL,
  removed INTEGER NOT NULL,
  body TEXT,
  PRIMARY KEY (tenant, type, id)
) STRICT, WITHOUT ROWID;

-- All records of a type in one row: names cost one row read.
CREATE TABLE dimension_packs (
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant, type)
) STRICT, WITHOUT ROWID;

-- The change log: what rollups hold of a record (base) beside what is stored now (current).
CREATE TABLE changes (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  id TEXT NOT NULL,
  stamp TEXT NOT NULL,
  changed_at INTEGER NOT NULL,
  base TEXT,
  current TEXT,
  PRIMARY KEY (tenant, kind, id)
) STRICT, WITHOUT ROWID;

-- One row a member and local day of the generation's zone, packed in columns of JSON text.
CREATE TABLE rollups (
  tenant TEXT NOT NULL,
  generation INTEGER NOT NULL,
  member_set TEXT NOT NULL,
  member TEXT NOT NULL,
  day INTEGER NOT NULL,
  leaves TEXT NOT NULL,
  slots TEXT NOT NULL,
  customers TEXT NOT NULL,
  agents TEXT NOT NULL,
  agent_ratings TEXT NOT NULL,
  PRIMARY KEY (tenant, generation, member_set, member, day)
) STRICT, WITHOUT ROWID;
CREATE INDEX rollups_by_day ON rollups (tenant, generation, day);

-- version moves with every refresh and fences its writers. A generation is a whole set of rollups, of one zone
-- and one layout (the names of what it holds); days from building_from_day on are there in the one being built.
CREATE TABLE rollup_state (
  tenant TEXT NOT NULL PRIMARY KEY,
  generation INTEGER NOT NULL,
  time_zone TEXT NOT NULL,
  layout TEXT NOT NULL DEFAULT '',
  version INTEGER NOT NULL,
  building_generation INTEGER,
  building_time_zone TEXT,
  building_layout TEXT,
  building_from_day INTEGER,
  last_refreshed_at INTEGER,
  last_reconciled_at INTEGER,
  reconcile_differences INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
