import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';

export const ROOT = join(import.meta.dirname, '..', '..');
/** Everything that `npm start` stores; not in git. Tests name another directory, so that they share nothing with it. */
export const KEPT = process.env.CALLMETER_DIRECTORY ?? join(ROOT, '.callmeter');
/** Database, queues and object storage of the local server. */
export const STATE = join(KEPT, 'state');
export const HOST = '127.0.0.1';

/** The settings of .dev.vars. Throws if the file does not exist. */
export function localSettings(): Record<string, string | undefined> {
  return parseEnv(readFileSync(join(ROOT, '.dev.vars'), 'utf8'));
}
