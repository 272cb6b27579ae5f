-- Attributes of interactions that a tenant has declared: a JSON list of their declarations, removed ones included.
ALTER TABLE tenants ADD COLUMN attributes TEXT NOT NULL DEFAULT '[]';
-- The names of the rollup dimensions of attributes, as combination_layout has those of combinations.
ALTER TABLE rollup_state ADD COLUMN attribute_layout TEXT NOT NULL DEFAULT '';
