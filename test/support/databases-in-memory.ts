import { existsSync, statfsSync } from 'node:fs';

/** Where Linux keeps files in memory. */
const IN_MEMORY = '/dev/shm';
/** Bytes that must be free there; a run takes some hundred million. */
const ROOM = 2 * 1024 ** 3;

/**
 * Has the Workers runtime keep its databases in memory if the machine has room: it waits for the disk after each
 * transaction, and a run of the tests has many thousands. To be called before the runtime starts.
 */
export function keepDatabasesInMemory(): void {
  if (!existsSync(IN_MEMORY)) return;
  const { bavail, bsize } = statfsSync(IN_MEMORY);
  if (bavail * bsize >= ROOM) process.env.TMPDIR = IN_MEMORY;
}
