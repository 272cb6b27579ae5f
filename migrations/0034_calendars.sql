-- Business hours that SLA targets run in: a JSON object of calendars by id.
ALTER TABLE tenants ADD COLUMN calendars TEXT NOT NULL DEFAULT '{}';
