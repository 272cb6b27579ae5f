-- What queues and handling are judged by: base measures by interval, by queue and its members, and times by bin.
ALTER TABLE rollups ADD COLUMN service_intervals TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN queues TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN queue_agents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN queue_teams TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN queue_channels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN answered_waits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN abandoned_waits TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN talk_times TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN hold_times TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN wrap_times TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN handle_times TEXT NOT NULL DEFAULT '[]';
