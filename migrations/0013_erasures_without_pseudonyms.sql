-- Nothing that is kept leads from a customer's id to the pseudonym of their interactions.
ALTER TABLE erasures DROP COLUMN pseudonym;
