-- Search of ended calls by the last digits of their number, newest first; both hold all that a candidate is judged by.
-- Four digits find many customers, so that who asks with seven or more is not to pay for them.
CREATE INDEX calls_by_phone ON interactions (tenant, phone_last4, started_at DESC, id, phone_hash)
  WHERE is_call = 1 AND phone_last4 IS NOT NULL;
CREATE INDEX calls_by_longer_phone ON interactions (tenant, phone_last7, started_at DESC, id, phone_hash)
  WHERE is_call = 1 AND phone_last7 IS NOT NULL;
