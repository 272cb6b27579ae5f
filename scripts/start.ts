/** Serves the API on this machine with everything that it needs; see HELP in start/options.ts. */
import { mkdirSync, rmSync } from 'node:fs';
import { fireCronTriggers } from './start/cron.ts';
import { forgetDemoState, writeDemoState } from './start/demo-file.ts';
import { loadDemo, refreshAggregates } from './start/demo-load.ts';
import { ensureDemoTenant } from './start/demo-tenant.ts';
import { applyMigrations } from './start/migrations.ts';
import { demoNotice, emptyNotice } from './start/notice.ts';
import { HELP, readOptions } from './start/options.ts';
import { choosePort } from './start/port.ts';
import { whenOrphaned } from './start/process-group.ts';
import { KEPT, localSettings, STATE } from './start/project.ts';
import { claimState, noteServer, releaseState } from './start/running.ts';
import { ready, type Server, startServer } from './start/server.ts';

let server: Server | undefined;
let stopping = false;

/** Stops the server, releases the state and exits. Every exit except a kill -9 comes here. */
async function end(code: number): Promise<void> {
  if (stopping) return;
  stopping = true;
  await server?.stop();
  releaseState();
  process.exit(code);
}

/** Brings the demo tenant up to date. Returns what to print about it. */
async function demo(url: string, secret: string): Promise<string> {
  const now = Math.floor(Date.now() / 1000);
  let state = await ensureDemoTenant(url, secret, now);
  if (!state.complete) {
    console.log(
      state.sent === 0 ? 'Filling the demo tenant' : 'Filling the demo tenant, where it was interrupted',
    );
    state = await loadDemo(url, state);
    console.log('Refreshing the aggregates');
    await refreshAggregates(url, state);
    state = { ...state, complete: true };
    writeDemoState(state);
  }
  return demoNotice(url, secret, state, now);
}

/** Wrangler logs every request with its URL. Hidden, because the Worker writes its own line per request. */
function showLine(line: string): void {
  if (!line.startsWith('[wrangler:info]')) console.log(line);
}

async function start(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  mkdirSync(KEPT, { recursive: true });
  await claimState();
  if (options.fresh) {
    rmSync(STATE, { recursive: true, force: true });
    forgetDemoState();
  }
  mkdirSync(STATE, { recursive: true });
  if (await applyMigrations()) console.log('Database migrated');

  const port = await choosePort(options.port);
  console.log(`Starting the server on port ${port}`);
  server = startServer(port);
  if (server.pid !== undefined) noteServer(server.pid, server.url);
  await ready(server);

  const secret = localSettings().SESSION_SECRET;
  const notice = secret
    ? options.demo
      ? await demo(server.url, secret)
      : emptyNotice(server.url)
    : `Callmeter is running at ${server.url}\nSessions come from SESSION_JWKS_URL, so no tokens and no demo data are created.\n`;
  console.log(`\n${notice}`);
  server.onLine(showLine);
  fireCronTriggers(server.url);

  const code = await server.ended;
  if (stopping) return;
  throw new Error(`The server ended unexpectedly (${code}):\n${server.lastLines()}`);
}

// npm sends SIGTERM to its shell, which does not forward it.
if (process.env.npm_lifecycle_event) whenOrphaned(() => end(0));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(0));
start().catch((error: unknown) => {
  if (stopping) return;
  console.error(error instanceof Error ? error.message : error);
  return end(1);
});
