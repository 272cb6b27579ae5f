-- Columns of rollups under the names that the field uses.
ALTER TABLE rollups RENAME COLUMN member_set TO dimension;
ALTER TABLE rollups RENAME COLUMN leaves TO base_measures;
ALTER TABLE rollups RENAME COLUMN call_slots TO call_intervals;
ALTER TABLE rollups RENAME COLUMN evaluation_slots TO evaluation_intervals;
ALTER TABLE rollups RENAME COLUMN ended_slots TO ended_intervals;
ALTER TABLE rollups RENAME COLUMN conversation_slots TO conversation_intervals;
ALTER TABLE rollups RENAME COLUMN review_slots TO review_intervals;
