-- Numbers are found by their last four digits or as a whole: nothing in between.
DROP INDEX calls_by_phone;
DROP INDEX calls_by_longer_phone;
DROP INDEX other_interactions_by_phone;
ALTER TABLE interactions DROP COLUMN phone_last7;
CREATE INDEX calls_by_phone_ending ON interactions (tenant, phone_last4, started_at DESC, id)
  WHERE is_call = 1 AND phone_last4 IS NOT NULL;
-- Interactions of all kinds: searches want ended calls, erasures by number want everything.
CREATE INDEX interactions_by_phone ON interactions (tenant, phone_hash, is_call, started_at DESC, id)
  WHERE phone_hash IS NOT NULL;

-- The request that made an entry, and a keyed hash of the address that it came from; null for upkeep.
ALTER TABLE audit_log ADD COLUMN request_id TEXT;
ALTER TABLE audit_log ADD COLUMN address_hash TEXT;
-- The first use of each search term by a user within a day: what the daily quota counts.
CREATE INDEX audit_log_new_terms ON audit_log (tenant, actor_id, at)
  WHERE action = 'phone_search' AND details ->> '$.new_term' = 1;

-- A chain over the entries: each seal covers those after the seal before it, up to and including (to_at, to_id).
CREATE TABLE audit_seals (
  tenant TEXT NOT NULL,
  seq INTEGER NOT NULL,
  from_at INTEGER NOT NULL,
  from_id TEXT NOT NULL,
  to_at INTEGER NOT NULL,
  to_id TEXT NOT NULL,
  entries INTEGER NOT NULL,
  hash TEXT NOT NULL,
  mac TEXT NOT NULL,
  sealed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_seals_are_not_replaced BEFORE INSERT ON audit_seals
WHEN EXISTS (SELECT 1 FROM audit_seals s WHERE s.tenant = NEW.tenant AND s.seq = NEW.seq)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
-- A rotation of the data secret makes the mac anew; nothing else of a seal ever changes.
CREATE TRIGGER audit_seals_are_not_changed BEFORE UPDATE ON audit_seals
WHEN (NEW.tenant, NEW.seq, NEW.from_at, NEW.from_id, NEW.to_at, NEW.to_id, NEW.entries, NEW.hash, NEW.sealed_at)
  IS NOT (OLD.tenant, OLD.seq, OLD.from_at, OLD.from_id, OLD.to_at, OLD.to_id, OLD.entries, OLD.hash, OLD.sealed_at)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_seals_are_not_removed BEFORE DELETE ON audit_seals
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
-- Nothing is written into a sealed range.
CREATE TRIGGER audit_log_is_not_backdated BEFORE INSERT ON audit_log
WHEN NEW.at <= (SELECT s.to_at FROM audit_seals s WHERE s.tenant = NEW.tenant ORDER BY s.seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'The audit log is sealed up to a later instant.'); END;

-- How often what an entry tells of happened again within the minute after it; counted until the entry is sealed.
CREATE TABLE audit_repeats (
  tenant TEXT NOT NULL,
  at INTEGER NOT NULL,
  id TEXT NOT NULL,
  times INTEGER NOT NULL,
  PRIMARY KEY (tenant, at, id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER audit_repeats_begin_unsealed BEFORE INSERT ON audit_repeats
WHEN NEW.at <= (SELECT s.to_at FROM audit_seals s WHERE s.tenant = NEW.tenant ORDER BY s.seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'The audit log is sealed up to a later instant.'); END;
CREATE TRIGGER audit_repeats_only_grow BEFORE UPDATE ON audit_repeats
WHEN (NEW.tenant, NEW.at, NEW.id) IS NOT (OLD.tenant, OLD.at, OLD.id) OR NEW.times <= OLD.times
  OR NEW.at <= (SELECT s.to_at FROM audit_seals s WHERE s.tenant = NEW.tenant ORDER BY s.seq DESC LIMIT 1)
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
CREATE TRIGGER audit_repeats_are_not_removed BEFORE DELETE ON audit_repeats
BEGIN SELECT RAISE(ABORT, 'The audit log is append-only.'); END;
