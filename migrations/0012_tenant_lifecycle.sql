-- status: active or suspended. A tenant that is to be removed has a due time; until then it counts as suspended.
-- status_changed_at: when it was last suspended or lifted; the age of unfinished exports counts from there.
ALTER TABLE tenants ADD COLUMN status TEXT NOT NULL DEFAULT 'active';
ALTER TABLE tenants ADD COLUMN status_changed_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE tenants ADD COLUMN removal_requested_at INTEGER;
ALTER TABLE tenants ADD COLUMN removal_requested_by TEXT;
ALTER TABLE tenants ADD COLUMN removal_due_at INTEGER;

-- One row per removal, made when the deletion begins; removed_at is set when nothing is left. It stays for good, so
-- that nobody takes over the slug. counts: JSON, how many rows of each table and how many files were deleted.
CREATE TABLE removed_tenants (
  tenant TEXT NOT NULL PRIMARY KEY,
  requested_at INTEGER NOT NULL,
  requested_by TEXT NOT NULL,
  started_at INTEGER NOT NULL,
  removed_at INTEGER,
  counts TEXT NOT NULL
) STRICT, WITHOUT ROWID;

-- Entries are removed only together with their tenant.
DROP TRIGGER audit_log_is_not_removed;
CREATE TRIGGER audit_log_is_not_removed BEFORE DELETE ON audit_log
WHEN NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = OLD.tenant AND r.removed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
DROP TRIGGER audit_seals_are_not_removed;
CREATE TRIGGER audit_seals_are_not_removed BEFORE DELETE ON audit_seals
WHEN NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = OLD.tenant AND r.removed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
DROP TRIGGER audit_repeats_are_not_removed;
CREATE TRIGGER audit_repeats_are_not_removed BEFORE DELETE ON audit_repeats
WHEN NOT EXISTS (SELECT 1 FROM removed_tenants r WHERE r.tenant = OLD.tenant AND r.removed_at IS NULL)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;

-- Creations that were sent with an Idempotency-Key. id: a hash of the caller, the operation and the key. answer: sealed,
-- null while the request is at work; holder: which attempt that is. creation_id: what it creates is named by it.
CREATE TABLE idempotency_keys (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  fingerprint TEXT NOT NULL,
  creation_id TEXT NOT NULL,
  holder TEXT NOT NULL,
  lease_until INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  answer TEXT,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
