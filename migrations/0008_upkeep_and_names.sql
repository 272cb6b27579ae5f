-- When each nightly task of a tenant was last completed, so that one whose message was lost is asked for again.
CREATE TABLE upkeep_runs (
  tenant TEXT NOT NULL,
  task TEXT NOT NULL,
  completed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, task)
) STRICT, WITHOUT ROWID;

-- Interactions that retention could not take personal data from; it tries them again in every run.
CREATE TABLE retention_set_aside (
  tenant TEXT NOT NULL,
  interaction_id TEXT NOT NULL,
  set_aside_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, interaction_id)
) STRICT, WITHOUT ROWID;

-- The records of a type in parts by ranges of ids: a part holds those from `from_id` up to the next part's.
CREATE TABLE dimension_parts (
  tenant TEXT NOT NULL,
  type TEXT NOT NULL,
  from_id TEXT NOT NULL,
  records INTEGER NOT NULL,
  body TEXT NOT NULL,
  PRIMARY KEY (tenant, type, from_id)
) STRICT, WITHOUT ROWID;
INSERT INTO dimension_parts (tenant, type, from_id, records, body)
SELECT p.tenant, p.type, '', (SELECT count(*) FROM json_each(p.body)), p.body FROM dimension_packs p;
DROP TABLE dimension_packs;
ALTER TABLE dimension_parts RENAME TO dimension_packs;
