-- Combinations of dimensions that a tenant's rollups have rows for. combinations: the definitions as JSON.
-- combination_layout: their names, each after a space, as they stand at the end of the layout of the rollups.
ALTER TABLE rollup_state ADD COLUMN combinations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollup_state ADD COLUMN combination_layout TEXT NOT NULL DEFAULT '';
