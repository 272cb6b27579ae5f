import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT, STATE } from './project.ts';
import { wrangler } from './wrangler.ts';

const DIRECTORY = join(ROOT, 'migrations');
/** Stored with the data, so that it is deleted together with it. */
const APPLIED = join(STATE, 'migrations.sha256');

function fingerprint(): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(DIRECTORY).sort()) {
    hash
      .update(`${name}\0`)
      .update(readFileSync(join(DIRECTORY, name)))
      .update('\0');
  }
  return hash.digest('hex');
}

function lastApplied(): string | null {
  try {
    return readFileSync(APPLIED, 'utf8');
  } catch {
    return null;
  }
}

/** Migrates the local database. Returns whether there was anything to do. Throws the output of wrangler if it fails. */
export async function applyMigrations(): Promise<boolean> {
  const current = fingerprint();
  if (lastApplied() === current) return false;
  const run = wrangler('d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', STATE);
  if ((await run.ended) !== 0) throw new Error(`The migrations failed:\n${run.lastLines()}`);
  writeFileSync(APPLIED, current);
  return true;
}
