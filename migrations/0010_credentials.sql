-- Where an API key may be used from: a JSON list of CIDR ranges, empty for everywhere.
ALTER TABLE api_keys ADD COLUMN allowed_ips TEXT NOT NULL DEFAULT '[]';

-- Sessions that have ended before they expire. kind 'jti': the token of that id; 'sub': every token of that user issued
-- up to up_to. tenant '*', which no slug can be: in every tenant. Once kept_until has passed, no such token holds anyway.
CREATE TABLE session_revocations (
  tenant TEXT NOT NULL,
  kind TEXT NOT NULL,
  name TEXT NOT NULL,
  up_to INTEGER NOT NULL,
  kept_until INTEGER NOT NULL,
  PRIMARY KEY (tenant, kind, name)
) STRICT, WITHOUT ROWID;
