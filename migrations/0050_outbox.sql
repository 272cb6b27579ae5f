-- What goes out by itself. An event and its deliveries are written in the transaction that caused them.
-- data: JSON. id: orders by time.
CREATE TABLE outbox_events (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  type TEXT NOT NULL,
  at INTEGER NOT NULL,
  data TEXT NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- kind and target: whom it goes to, such as a webhook and its id. next_at: when the next attempt is due, or the lease
-- of the running one ends; null once there is nothing left to do. attempts: also the fence of the running attempt.
CREATE TABLE outbox_deliveries (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  target TEXT NOT NULL,
  event TEXT NOT NULL,
  status TEXT NOT NULL,
  attempts INTEGER NOT NULL,
  next_at INTEGER,
  attempted_at INTEGER,
  code INTEGER,
  answer TEXT,
  PRIMARY KEY (tenant, kind, target, event)
) STRICT, WITHOUT ROWID;
CREATE INDEX outbox_deliveries_open ON outbox_deliveries (tenant, kind, target, next_at) WHERE next_at IS NOT NULL;

-- Addresses that take events. events: a JSON list of types. secret and previous_secret: sealed.
-- failing_since: the first failure after the last success. skipped: events that found too many others waiting.
CREATE TABLE webhooks (
  tenant TEXT NOT NULL,
  id TEXT NOT NULL,
  url TEXT NOT NULL,
  events TEXT NOT NULL,
  description TEXT NOT NULL,
  status TEXT NOT NULL,
  disabled_reason TEXT,
  secret TEXT NOT NULL,
  previous_secret TEXT,
  previous_until INTEGER,
  failing_since INTEGER,
  skipped INTEGER NOT NULL,
  created_at INTEGER NOT NULL,
  changed_at INTEGER NOT NULL,
  PRIMARY KEY (tenant, id)
) STRICT, WITHOUT ROWID;

-- Entries of the audit log are events of the tenants that have a webhook for them. The minute's cron delivers them.
CREATE TRIGGER audit_log_goes_out AFTER INSERT ON audit_log
WHEN EXISTS (SELECT 1 FROM webhooks w, json_each(w.events) k
  WHERE w.tenant = NEW.tenant AND w.status = 'enabled' AND k.value = 'audit.entry')
BEGIN
  INSERT INTO outbox_events (tenant, id, type, at, data)
  VALUES (NEW.tenant, NEW.id, 'audit.entry', NEW.at, json_object(
    'id', NEW.id, 'at', strftime('%Y-%m-%dT%H:%M:%SZ', NEW.at, 'unixepoch'), 'action', NEW.action,
    'actor', json_object('kind', NEW.actor_kind, 'id', NEW.actor_id, 'role', NEW.actor_role),
    'subject', NEW.subject, 'request_id', NEW.request_id,
    'details', iif(octet_length(NEW.details) <= 8000, json(NEW.details), NULL)));
  INSERT INTO outbox_deliveries (tenant, kind, target, event, status, attempts, next_at)
  SELECT NEW.tenant, 'webhook', w.id, NEW.id, 'waiting', 0, NEW.at FROM webhooks w
  WHERE w.tenant = NEW.tenant AND w.status = 'enabled'
    AND EXISTS (SELECT 1 FROM json_each(w.events) k WHERE k.value = 'audit.entry')
    AND (SELECT count(*) FROM (SELECT 1 FROM outbox_deliveries d INDEXED BY outbox_deliveries_open
      WHERE d.tenant = NEW.tenant AND d.kind = 'webhook' AND d.target = w.id AND d.next_at IS NOT NULL LIMIT 2000)) < 2000;
  UPDATE webhooks SET skipped = skipped + 1
  WHERE tenant = NEW.tenant AND status = 'enabled'
    AND EXISTS (SELECT 1 FROM json_each(events) k WHERE k.value = 'audit.entry')
    AND NOT EXISTS (SELECT 1 FROM outbox_deliveries d
      WHERE d.tenant = NEW.tenant AND d.kind = 'webhook' AND d.target = webhooks.id AND d.event = NEW.id);
END;
