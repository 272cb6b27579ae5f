-- Open interactions are found without reading those that have ended. An interaction that is sent once it has ended has no
-- entry; any other has one until then.
CREATE INDEX interactions_open ON interactions (tenant, started_at, id) WHERE removed = 0 AND body ->> 's' = 'open';
