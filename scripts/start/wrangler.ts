import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endGroup } from './process-group.ts';
import { ROOT } from './project.ts';

const COMMAND = join(ROOT, 'node_modules', 'wrangler', 'wrangler-dist', 'cli.js');
const LAST_LINES = 40;

/** No questions, no telemetry, no look for updates, no request to anywhere but this machine. */
const QUIET = {
  CI: 'true',
  NO_COLOR: '1',
  WRANGLER_SEND_METRICS: 'false',
  WRANGLER_SEND_ERROR_REPORTS: 'false',
  WRANGLER_HIDE_BANNER: 'true',
  WRANGLER_WRITE_LOGS: 'false',
  CLOUDFLARE_CF_FETCH_ENABLED: 'false',
};

export interface Wrangler {
  pid: number | undefined;
  /** Resolves to the exit code, once it has ended for whatever reason; never rejects. */
  ended: Promise<number | null>;
  /** The last lines that it printed. */
  lastLines(): string;
  /** Hands every further line to `show`. */
  onLine(show: (line: string) => void): void;
  /** Asks it to end, and insists after some seconds. */
  stop(): Promise<void>;
}

/** Starts the project's wrangler, its output kept back. */
export function wrangler(...args: string[]): Wrangler {
  // Not by its `bin`, a process in between that would outlive or hide the end of the other one.
  const child = spawn(process.execPath, ['--no-warnings', COMMAND, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    // A group of its own, so that everything it starts can be ended even where it is killed itself.
    detached: true,
  });
  const lines: string[] = [];
  let show: (line: string) => void = () => {};
  for (const stream of [child.stdout, child.stderr]) {
    createInterface({ input: stream }).on('line', (line) => {
      lines.push(line);
      if (lines.length > LAST_LINES) lines.shift();
      show(line);
    });
  }
  const ended = exitCode(child);
  return {
    pid: child.pid,
    ended,
    lastLines: () => lines.join('\n'),
    onLine(callback) {
      show = callback;
    },
    async stop() {
      if (child.pid !== undefined) await endGroup(child.pid);
      await ended;
    },
  };
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    // Not `close`: a grandchild may keep the pipes open.
    child.once('exit', (code) => resolve(code));
  });
}
