-- The table of maintenance tasks has the name that code and documents use.
ALTER TABLE upkeep_runs RENAME TO maintenance_runs;
