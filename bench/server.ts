import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { choosePort } from '../scripts/start/port.ts';
import { HOST, ROOT } from '../scripts/start/project.ts';
import { ready, type Server } from '../scripts/start/server.ts';
import { wrangler } from '../scripts/start/wrangler.ts';
import { runtimeCpu } from './cpu.ts';

/** A Worker for the bench, with its own state directory and secrets. */
export interface BenchServer {
  url: string;
  /** URL where the inspector of the runtime lists its targets. */
  inspector: string;
  sessionSecret: string;
  /** Id of the Worker's process group. */
  readonly pid: number | undefined;
  /** The directory of its database; see storage.ts. */
  readonly state: string;
  /** Milliseconds of CPU used by the Worker and its D1; undefined if the system does not report it. */
  cpu(): number | undefined;
  /** The last lines that the Worker printed. */
  lastLines(): string;
  /** Starts a fresh isolate on the same data. */
  restart(): Promise<void>;
  /** Stops everything and deletes the directory. */
  end(): Promise<void>;
}

const CONFIG = join(ROOT, 'wrangler.toml');

/**
 * Builds the Worker once, so that editing sources does not disturb a run, then migrates and starts it, with further
 * settings if they are given.
 */
export async function startBenchServer(
  settings: Readonly<Record<string, string>> = {},
): Promise<BenchServer> {
  const directory = mkdtempSync(join(tmpdir(), 'callmeter-bench-'));
  const sessionSecret = randomBytes(32).toString('base64url');
  const environment = join(directory, 'bench.env');
  const dataSecret = randomBytes(32).toString('base64url');
  const all = Object.entries({ SESSION_SECRET: sessionSecret, DATA_SECRET: dataSecret, ...settings });
  const lines = all.map(([name, value]) => `${name}=${value}\n`).join('');
  writeFileSync(environment, lines, { mode: 0o600 });
  const state = join(directory, 'state');
  const built = join(directory, 'built');
  let server: Server | undefined;
  let inspectorPort = 0;

  async function start(): Promise<void> {
    const port = await choosePort(undefined);
    inspectorPort = await choosePort(undefined, port + 1);
    const place = ['--local', '--ip', HOST, '--port', String(port), '--persist-to', state];
    const manners = [
      '--show-interactive-dev-session=false',
      '--inspector-port',
      String(inspectorPort),
      '--env-file',
      environment,
    ];
    const run = wrangler(
      'dev',
      join(built, 'worker.js'),
      '--config',
      CONFIG,
      '--no-bundle',
      ...place,
      ...manners,
    );
    server = { ...run, url: `http://${HOST}:${port}` };
    await ready(server);
  }

  async function end(): Promise<void> {
    await server?.stop();
    rmSync(directory, { recursive: true, force: true });
  }

  try {
    await finished('deploy', 'bench/worker.ts', '--dry-run', '--outdir', built);
    await finished('d1', 'migrations', 'apply', 'DB', '--local', '--persist-to', state);
    await start();
  } catch (error) {
    await end();
    throw error;
  }
  return {
    get url() {
      return server!.url;
    },
    get inspector() {
      return `http://${HOST}:${inspectorPort}/json`;
    },
    sessionSecret,
    state,
    get pid() {
      return server?.pid;
    },
    cpu: () => (server?.pid === undefined ? undefined : runtimeCpu(server.pid)),
    lastLines: () => server?.lastLines() ?? '',
    async restart() {
      await server?.stop();
      await start();
    },
    end,
  };
}

async function finished(...args: string[]): Promise<void> {
  const run = wrangler(...args);
  if ((await run.ended) !== 0) throw new Error(`wrangler ${args[0]} failed:\n${run.lastLines()}`);
}
