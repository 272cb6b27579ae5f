-- Surveys count when they were sent, interactions also when they were closed and reopened. Only what was closed more than
-- 15 minutes after its start has closed_late and an entry in its index: all others are found by their start.
ALTER TABLE evaluations ADD COLUMN sent_at INTEGER;
UPDATE evaluations SET sent_at = body ->> 'sent_at' WHERE removed = 0 AND body ->> 'sent_at' IS NOT NULL;
CREATE INDEX surveys_by_time ON evaluations (tenant, sent_at, id)
  WHERE attached = 1 AND removed = 0 AND sent_at IS NOT NULL;

ALTER TABLE interactions ADD COLUMN closed_late INTEGER;
ALTER TABLE interactions ADD COLUMN reopened_at INTEGER;
UPDATE interactions SET closed_late = started_at + CASE
    WHEN body ->> 's' = 'open' THEN body ->> 'r'
    ELSE min(coalesce(body ->> 'r', body ->> 'e'), coalesce(body ->> 'e', body ->> 'r')) END
  WHERE removed = 0 AND CASE
    WHEN body ->> 's' = 'open' THEN body ->> 'r'
    ELSE min(coalesce(body ->> 'r', body ->> 'e'), coalesce(body ->> 'e', body ->> 'r')) END > 900;
CREATE INDEX interactions_by_closed_late ON interactions (tenant, closed_late, id) WHERE closed_late IS NOT NULL;
CREATE INDEX interactions_by_reopened_at ON interactions (tenant, reopened_at, id) WHERE reopened_at IS NOT NULL;

ALTER TABLE rollups ADD COLUMN change_intervals TEXT NOT NULL DEFAULT '[]';
