-- The ISO region of a tenant, where several share its calling code: national numbers are read by its numbering plan.
ALTER TABLE tenants ADD COLUMN country TEXT;
