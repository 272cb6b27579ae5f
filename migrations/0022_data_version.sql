-- Increases with everything that can change a figure or a name in an answer; see src/db/data-version.ts. `version` is a
-- fence for writers of rollups, and also increases when figures stay the same.
ALTER TABLE rollup_state ADD COLUMN data_version INTEGER NOT NULL DEFAULT 0;
