-- Search of ended calls by the last four digits of their number, newest first; holds all that a candidate is judged by.
CREATE INDEX calls_by_phone ON interactions (tenant, phone_last4, started_at DESC, id, phone_hash, phone_last7)
  WHERE is_call = 1 AND phone_last4 IS NOT NULL;
