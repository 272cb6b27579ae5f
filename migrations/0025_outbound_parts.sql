-- What of a rollup row is outbound: a JSON object by the name of a column or part, {} for most rows. It replaces the rows
-- of the dimension direction and the breakdown by direction.
ALTER TABLE rollups ADD COLUMN outbound TEXT NOT NULL DEFAULT '{}';
ALTER TABLE rollups DROP COLUMN directions;

-- A customer's previous call in a direction is found without reading those in the other. NULL stands for inbound.
DROP INDEX interactions_by_customer;
DROP INDEX calls_by_customer_and_department;
CREATE INDEX interactions_by_customer ON interactions (tenant, customer_id, is_call, body ->> 'd', started_at, id)
  WHERE customer_id IS NOT NULL;
CREATE INDEX calls_by_customer_and_department
  ON interactions (tenant, customer_id, department_id, body ->> 'd', started_at, id)
  WHERE is_call = 1 AND customer_id IS NOT NULL AND department_id IS NOT NULL;
