import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { endGroup } from './process-group.ts';
import { ROOT } from './project.ts';

const COMMAND = join(ROOT, 'node_modules', 'wrangler', 'wrangler-dist', 'cli.js');
const LAST_LINES = 40;

/** No prompts, no telemetry, no update check, no request to other machines. */
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
  /** Resolves to the exit code when the process has ended for any reason; never rejects. */
  ended: Promise<number | null>;
  /** The last lines that it printed. */
  lastLines(): string;
  /** Calls `show` for every further line. */
  onLine(show: (line: string) => void): void;
  /** Asks the process to end, and kills it after some seconds. */
  stop(): Promise<void>;
}

/** Starts the project's wrangler and captures its output. */
export function wrangler(...args: string[]): Wrangler {
  // Not through its `bin`: that adds a process in between, which could outlive the real one or hide its exit.
  const child = spawn(process.execPath, ['--no-warnings', COMMAND, ...args], {
    cwd: ROOT,
    env: { ...process.env, ...QUIET },
    stdio: ['ignore', 'pipe', 'pipe'],
    // Its own process group, so that everything it starts can be killed even if it was killed itself.
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
