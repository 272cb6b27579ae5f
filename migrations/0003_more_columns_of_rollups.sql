-- Tables over members, histograms of durations and undecided deadlines, each packed in a column of its own.
ALTER TABLE rollups ADD COLUMN review_campaigns TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN review_call_centers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN review_agents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN ended_channels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN ended_outcomes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN ended_agents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN intents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN conversation_channels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN conversation_agents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN conversation_teams TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN priorities TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN csat_agents TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN topics TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN email_channels TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN articles TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN call_outcomes TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN call_categories TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN providers TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN durations TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN resolutions TEXT NOT NULL DEFAULT '[]';
ALTER TABLE rollups ADD COLUMN deadlines TEXT NOT NULL DEFAULT '[]';

-- Slots lie in a column for each family of figures, so that an answer parses only its own.
ALTER TABLE rollups DROP COLUMN slots;
ALTER TABLE rollups ADD COLUMN call_slots TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN evaluation_slots TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN ended_slots TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN conversation_slots TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups ADD COLUMN review_slots TEXT NOT NULL DEFAULT '{}';

-- rates_conversation: a rated evaluation of a stored conversation; only these carry its agent and team, so that
-- a page of them, filtered by either or both, is read off an index without their conversations.
ALTER TABLE evaluations ADD COLUMN rates_conversation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE evaluations ADD COLUMN agent_id TEXT;
ALTER TABLE evaluations ADD COLUMN team_id TEXT;
UPDATE evaluations SET (rates_conversation, agent_id, team_id) = (
    SELECT 1, i.body ->> 'agent_id', i.body ->> 'team_id'
    FROM interactions i WHERE i.tenant = evaluations.tenant AND i.id = evaluations.interaction_id)
  WHERE attached = 1 AND removed = 0 AND rating IS NOT NULL AND EXISTS (
    SELECT 1 FROM interactions i
    WHERE i.tenant = evaluations.tenant AND i.id = evaluations.interaction_id AND i.removed = 0
      AND i.body ->> 'kind' = 'conversation');
CREATE INDEX csat_newest ON evaluations (tenant, responded_at DESC, id) WHERE rates_conversation = 1;
CREATE INDEX csat_newest_of_agent ON evaluations (tenant, agent_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND agent_id IS NOT NULL;
CREATE INDEX csat_newest_of_team ON evaluations (tenant, team_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND team_id IS NOT NULL;
CREATE INDEX csat_newest_of_agent_in_team ON evaluations (tenant, agent_id, team_id, responded_at DESC, id)
  WHERE rates_conversation = 1 AND agent_id IS NOT NULL AND team_id IS NOT NULL;
