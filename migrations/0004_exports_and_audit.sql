-- Who did what; entries are never changed and never removed. details: JSON, without secrets or full numbers.
CREATE TABLE audit_log (
  tenant TEXT NOT NULL,
  at INTEGER NOT NULL,
  id TEXT NOT NULL,
  action TEXT NOT NULL,
  actor_kind TEXT NOT NULL,
  actor_id TEXT NOT NULL,
  actor_role TEXT,
  subject TEXT,
  details TEXT NOT NULL,
  PRIMARY KEY (tenant, at, id)
) STRICT, WITHOUT ROWID;
-- For those who look for what one did, or for all of one kind.
CREATE INDEX audit_log_by_actor ON audit_log (tenant, actor_id, at, id);
CREATE INDEX audit_log_by_action ON audit_log (tenant, action, at, id);
CREATE TRIGGER audit_log_is_not_replaced BEFORE INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM audit_log e WHERE e.tenant = NEW.tenant AND e.at = NEW.at AND e.id = NEW.id)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_log_is_not_changed BEFORE UPDATE ON audit_log
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_log_is_not_removed BEFORE DELETE ON audit_log
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;

-- Exports and reports: one job a file. spec and state are JSON; state is where the work stands. A worker holds a
-- job until lease_until; fence moves whenever a worker takes it, so that one that lost it writes nothing more.
CREATE TABLE export_jobs (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  kind TEXT NOT NULL,
  format TEXT NOT NULL,
  spec TEXT NOT NULL,
  from_date TEXT NOT NULL,
  to_date TEXT NOT NULL,
  time_zone TEXT NOT NULL,
  period_start INTEGER NOT NULL,
  period_end INTEGER NOT NULL,
  status TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  expires_at INTEGER NOT NULL,
  completed_at INTEGER,
  fence INTEGER NOT NULL,
  lease_until INTEGER NOT NULL,
  attempts INTEGER NOT NULL,
  state TEXT,
  rows_expected INTEGER,
  rows_written INTEGER NOT NULL,
  bytes INTEGER,
  checksum TEXT,
  error TEXT,
  has_file INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
CREATE INDEX export_jobs_by_creation ON export_jobs (tenant, created_at, id);
-- What upkeep has to look at: work to be done, and files to be removed.
CREATE INDEX export_jobs_in_hand ON export_jobs (tenant, id)
  WHERE status IN ('queued', 'processing') OR has_file = 1;
