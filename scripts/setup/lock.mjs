import { mkdirSync, rmdirSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const HEARTBEAT_MS = 1_000;
/** A holder that was killed stops beating; its lock is then anybody's. */
const STALE_MS = 10_000;
const POLL_MS = 200;

const pause = (ms) => new Promise((resolve) => setTimeout(resolve, ms));

function tryToTake(path) {
  try {
    mkdirSync(path);
    return true;
  } catch (error) {
    if (error.code !== 'EEXIST') throw error;
    return false;
  }
}

function removeIfStale(path) {
  try {
    if (Date.now() - statSync(path).mtimeMs > STALE_MS) rmdirSync(path);
  } catch (error) {
    if (error.code !== 'ENOENT') throw error;
  }
}

/**
 * Runs `work` while no other set-up of this project runs; a second one waits for the first.
 * @param {string} directory where the lock lies; made if missing
 * @param {() => Promise<void>} work must leave the event loop free, or its lock looks abandoned
 */
export async function withSetupLock(directory, work) {
  mkdirSync(directory, { recursive: true });
  const path = join(directory, 'setup.lock');
  for (let waited = 0; !tryToTake(path); waited += POLL_MS) {
    if (waited === POLL_MS * 5) console.log('Another set-up of this project is running; waiting for it …');
    removeIfStale(path);
    await pause(POLL_MS);
  }
  const beat = setInterval(() => {
    const now = new Date();
    utimesSync(path, now, now);
  }, HEARTBEAT_MS);
  try {
    await work();
  } finally {
    clearInterval(beat);
    rmdirSync(path);
  }
}
