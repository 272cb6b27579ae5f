-- A change that cannot be taken into the rollups is set aside: refreshes and reads leave it out until the record
-- changes again or a retry releases it. quarantined_at is NULL for a pending change.
ALTER TABLE changes ADD COLUMN quarantined_at INTEGER;
ALTER TABLE changes ADD COLUMN quarantine_reason TEXT;
CREATE INDEX changes_in_quarantine ON changes (tenant, quarantined_at DESC, kind, id)
  WHERE quarantined_at IS NOT NULL;
