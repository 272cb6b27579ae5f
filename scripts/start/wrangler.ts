import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { ROOT } from './project.ts';

const LAST_LINES = 40;
const STOP_WITHIN_MS = 8_000;

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
  const child = spawn(
    process.execPath,
    [join(ROOT, 'node_modules', 'wrangler', 'bin', 'wrangler.js'), ...args],
    {
      cwd: ROOT,
      env: { ...process.env, ...QUIET },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
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
      child.kill('SIGTERM');
      const insist = setTimeout(() => child.kill('SIGKILL'), STOP_WITHIN_MS);
      await ended;
      clearTimeout(insist);
    },
  };
}

function exitCode(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('error', () => resolve(null));
    child.once('close', (code) => resolve(code));
  });
}
