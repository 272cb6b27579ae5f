const ENDS_WITHIN_MS = 8_000;
const POLL_MS = 50;
const PARENT_POLL_MS = 500;
const HAS_GROUPS = process.platform !== 'win32';

function send(target: number, signal: NodeJS.Signals | 0): boolean {
  try {
    process.kill(target, signal);
    return true;
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM';
  }
}

export function isAlive(pid: number): boolean {
  return send(pid, 0);
}

/** Whether any process of the group of `leader` is running, even if the leader is not. */
export function isGroupAlive(leader: number): boolean {
  return send(HAS_GROUPS ? -leader : leader, 0);
}

async function gone(isThere: () => boolean): Promise<void> {
  for (const begin = Date.now(); isThere() && Date.now() - begin < ENDS_WITHIN_MS; ) {
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

/** Sends SIGTERM to the leader. Once it has exited, or after eight seconds, kills its whole group. */
export async function endGroup(leader: number): Promise<void> {
  send(leader, 'SIGTERM');
  await gone(() => isAlive(leader));
  send(HAS_GROUPS ? -leader : leader, 'SIGKILL');
  await gone(() => isGroupAlive(leader));
}

/** Calls `then` repeatedly once the parent process is gone. */
export function whenOrphaned(then: () => void): void {
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) then();
  }, PARENT_POLL_MS).unref();
}
