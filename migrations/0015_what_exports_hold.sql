-- What the file of a job holds of single interactions, which decides who withdraws it when erased. Whoever is erased
-- withdraws the files of jobs made before, and of any job that does not say: none of those lives longer than a week.
ALTER TABLE export_jobs ADD COLUMN holds TEXT NOT NULL DEFAULT 'interactions';
