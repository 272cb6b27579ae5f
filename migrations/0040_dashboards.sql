-- Dashboards that people of a tenant have made. tiles: JSON; version: counts changes, so that none overwrites another.
CREATE TABLE dashboards (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  name TEXT NOT NULL,
  tiles TEXT NOT NULL,
  version INTEGER NOT NULL,
  owner TEXT NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;
