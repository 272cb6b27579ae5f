-- What a tenant may use; a JSON object of numbers by name. A quota that it does not name is the default.
ALTER TABLE tenants ADD COLUMN quotas TEXT NOT NULL DEFAULT '{}';

-- What a tenant used on a UTC day (days since 1970-01-01). stored_records is carried from day to day: the newest
-- row tells how many records are stored now.
CREATE TABLE usage_days (
  tenant TEXT NOT NULL,
  day INTEGER NOT NULL,
  records INTEGER NOT NULL,
  stored_records INTEGER NOT NULL,
  PRIMARY KEY (tenant, day)
) STRICT, WITHOUT ROWID;

-- What a tenant stores, as it was measured last. kinds: JSON, records and bytes by kind.
CREATE TABLE storage_measures (
  tenant TEXT NOT NULL PRIMARY KEY,
  measured_at INTEGER NOT NULL,
  bytes INTEGER NOT NULL,
  kinds TEXT NOT NULL
) STRICT, WITHOUT ROWID;
