import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { choosePort } from '../scripts/start/port.ts';
import { HOST, ROOT } from '../scripts/start/project.ts';

/** By its path: wrangler brings it along. */
const WORKERD = join(ROOT, 'node_modules', 'workerd', 'bin', 'workerd');
const READY_WITHIN_MS = 60_000;
const POLL_MS = 10;

/**
 * Milliseconds of CPU that the runtime takes from its start to its first answer. Throws if it does not answer, or if the
 * system does not report CPU time.
 */
export async function startedCpu(config: string): Promise<number> {
  const port = await choosePort(undefined);
  const child = spawn(WORKERD, ['serve', config, '--socket-addr', `http=${HOST}:${port}`], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const ended = new Promise((resolve) => child.once('close', resolve));
  let printed = '';
  child.stderr.on('data', (text) => (printed += text));
  try {
    await answer(child, `http://${HOST}:${port}/`);
    return cpuOf(child.pid!);
  } catch (error) {
    throw new Error(`The Worker could not be measured: ${(error as Error).message}\n${printed}`);
  } finally {
    child.kill('SIGKILL');
    await ended;
  }
}

async function answer(child: ChildProcess, url: string): Promise<void> {
  for (const begin = performance.now(); performance.now() - begin < READY_WITHIN_MS; ) {
    if (child.exitCode !== null) throw new Error('it ended while it was starting.');
    const response = await fetch(url).catch(() => null);
    if ((await response?.text()) === 'started') return;
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
  throw new Error('it does not answer.');
}

/** From Linux's count for each thread, in nanoseconds: that of the process has a resolution of 10 ms. */
function cpuOf(pid: number): number {
  const threads = readdirSync(`/proc/${pid}/task`);
  const times = threads.map((thread) =>
    Number(readFileSync(`/proc/${pid}/task/${thread}/schedstat`, 'utf8').split(' ')[0]),
  );
  return times.reduce((sum, time) => sum + time, 0) / 1e6;
}
