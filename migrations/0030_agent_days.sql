-- States and shifts of one agent on one UTC day, as lists of JSON. carried: what the next day takes over, the last state
-- and shifts that end there; NULL if nothing. revision rises with every write, so that a concurrent one is noticed.
CREATE TABLE agent_days (
  tenant TEXT NOT NULL,
  day INTEGER NOT NULL,
  agent_id TEXT NOT NULL,
  revision INTEGER NOT NULL,
  states TEXT NOT NULL,
  shifts TEXT NOT NULL,
  carried TEXT,
  PRIMARY KEY (tenant, day, agent_id)
) STRICT, WITHOUT ROWID;

-- The agent and day under which a shift is stored, and its version.
CREATE TABLE shift_places (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  agent_id TEXT NOT NULL,
  day INTEGER NOT NULL,
  version INTEGER NOT NULL,
  removed INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- Time of agents by state and schedule: by interval, and by agent in the rows of everything, teams and departments.
ALTER TABLE rollups ADD COLUMN agent_time_intervals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN agent_times TEXT NOT NULL DEFAULT '[]';
