-- Versions of service-level policies: immutable. scope: queue, department, channel or all; member: '' for all.
-- effective_at: the first second of the date effective_from, UTC. body: how contacts are judged.
CREATE TABLE service_level_policies (
  tenant TEXT NOT NULL,
  scope TEXT NOT NULL,
  member TEXT NOT NULL,
  effective_at INTEGER NOT NULL,
  id TEXT NOT NULL,
  effective_from TEXT NOT NULL,
  body TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, scope, member, effective_at)
) STRICT, WITHOUT ROWID;

-- Days that are closed to new versions: all before closed_before (seconds UTC). The latest row counts.
CREATE TABLE service_level_freezes (
  tenant TEXT NOT NULL,
  closed_before INTEGER NOT NULL,
  through TEXT NOT NULL,
  frozen_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, closed_before)
) STRICT, WITHOUT ROWID;
