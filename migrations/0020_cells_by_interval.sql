-- The cells of breakdowns by interval: a JSON object by breakdown.
ALTER TABLE rollups ADD COLUMN breakdown_intervals TEXT NOT NULL DEFAULT '{}';
