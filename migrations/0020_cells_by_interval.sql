-- What rollups keep by interval, so that any range of intervals is answered from them. Packed columns are JSON objects by
-- the name of a breakdown or histogram; a read extracts its own part.
ALTER TABLE rollups ADD COLUMN detail_intervals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN breakdown_intervals TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN waits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN first_responses TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN directions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN review_members TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN channel_outcomes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN channel_intents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN histogram_intervals TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN cell_histograms TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN customer_intervals TEXT NOT NULL DEFAULT '[]';
