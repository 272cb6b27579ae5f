import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { endGroup, isAlive, isGroupAlive } from './process-group.ts';
import { KEPT } from './project.ts';

const FILE = join(KEPT, 'running.json');

/** The process that uses the local state. Two servers on one state would corrupt it. */
interface Running {
  /** The process that runs `npm start`. */
  pid: number;
  /** Its server, once it is started. */
  server?: { pid: number; url: string };
}

function read(): Running | null {
  try {
    return JSON.parse(readFileSync(FILE, 'utf8'));
  } catch {
    return null;
  }
}

async function answers(url: string): Promise<boolean> {
  return fetch(`${url}/healthz`, { signal: AbortSignal.timeout(2_000) }).then(
    (response) => response.ok,
    () => false,
  );
}

/** Stops a server whose `npm start` was killed before it could stop it. */
async function endLeftover(server: { pid: number; url: string }): Promise<void> {
  if (!isGroupAlive(server.pid) || !(await answers(server.url))) return;
  console.log(`Stopping the server that an earlier start left behind (process ${server.pid})`);
  await endGroup(server.pid);
}

/** Claims the local state for this process. Throws an Error if another `npm start` has it. */
export async function claimState(): Promise<void> {
  const other = read();
  if (other && other.pid !== process.pid && isAlive(other.pid)) {
    const where = other.server ? ` at ${other.server.url}` : '';
    throw new Error(
      `Callmeter is running already${where} (process ${other.pid}). Stop it first. If that process is something ` +
        `else, delete ${FILE}.`,
    );
  }
  if (other?.server) await endLeftover(other.server);
  if (other) rmSync(FILE, { force: true });
  // Fails if another start claims it at the same moment.
  writeFileSync(FILE, JSON.stringify({ pid: process.pid } satisfies Running), { flag: 'wx' });
}

/** Stores the server, so that a later start finds it even if this process is killed. */
export function noteServer(pid: number, url: string): void {
  writeFileSync(FILE, JSON.stringify({ pid: process.pid, server: { pid, url } } satisfies Running));
}

/** The address of the server that runs on the local state; undefined if there is none. */
export function runningServer(): string | undefined {
  const running = read();
  return running && isAlive(running.pid) ? running.server?.url : undefined;
}

export function releaseState(): void {
  if (read()?.pid === process.pid) rmSync(FILE, { force: true });
}
