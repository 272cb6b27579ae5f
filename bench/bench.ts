/** Measures what the API costs; see HELP in options.ts. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { whenOrphaned } from '../scripts/start/process-group.ts';
import { measureIngest, sendDemo } from './ingest.ts';
import { measureLive } from './live.ts';
import { HELP, readOptions } from './options.ts';
import { ZONE_OFFSET_SECONDS } from './reference/organisation.ts';
import { ingestTable, storageTable } from './report/ingest.ts';
import { liveTable } from './report/live.ts';
import { startupOf, startupSection, withStartup } from './report/startup.ts';
import { report } from './report.ts';
import { type BenchServer, startBenchServer } from './server.ts';
import { type Loaded, load, measureSize, type SizeMeasured } from './size.ts';
import { measureStartup } from './startup.ts';
import { measureStorage } from './storage.ts';

/** Numbers of streams of live figures that are compared. */
const LISTENERS = [0, 1, 50, 500];

let server: BenchServer | undefined;
let isEnding = false;

async function end(code: number): Promise<void> {
  if (isEnding) return;
  isEnding = true;
  await server?.end();
  process.exit(code);
}

const began = performance.now();

function progress(text: string): void {
  const seconds = Math.round((performance.now() - began) / 1_000);
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${seconds} s  ${text}`);
  else if (!text.includes(': round')) process.stderr.write(`${seconds} s  ${text}\n`);
}

async function run(): Promise<void> {
  const options = readOptions(process.argv.slice(2));
  if (options.help) {
    console.log(HELP);
    return;
  }
  const { out, starts } = options;
  const written = out !== undefined && existsSync(out) ? readFileSync(out, 'utf8') : '';
  if (options.startup) {
    const section = startupSection(await measureStartup(starts, options.against, progress), starts);
    console.log(section);
    if (out !== undefined) writeFileSync(out, withStartup(written, section));
    return;
  }
  const lastDay = Math.floor((Date.now() / 1_000 + ZONE_OFFSET_SECONDS) / 86_400) - 1;
  progress('building and starting the Worker');
  server = await startBenchServer();
  if (options.live) {
    const measured = await measureLive(server, LISTENERS, progress);
    progress('done\n');
    console.log(liveTable(measured));
    return;
  }
  progress('ingest: three days of 10,000 calls through the API');
  const ingest = await measureIngest(server, lastDay);
  const storage = [{ of: 'reference mix', ...measureStorage(server.state) }];
  if (options.storage) {
    await server.end();
    server = await startBenchServer();
    progress('the demo through the API');
    await sendDemo(server);
    storage.push({ of: 'demo', ...measureStorage(server.state) });
    progress('done\n');
    console.log(`${storageTable(storage)}\n\n${ingestTable(ingest)}`);
    return;
  }
  const loaded: Loaded[] = [];
  for (const calls of options.calls) loaded.push(await load(server, calls, lastDay, options.days, progress));
  // A restart makes reads start cold, in an isolate that loading has not warmed up.
  await server.restart();
  const sizes: SizeMeasured[] = [];
  for (const each of loaded) {
    const { days, requests, routes } = options;
    sizes.push(await measureSize(each, { server, lastDay, days, requests, routes, progress }));
  }
  progress('done\n');
  const text = report({ options, ingest, storage, sizes });
  console.log(text);
  const startup = startupOf(written);
  if (out !== undefined) writeFileSync(out, startup === undefined ? text : withStartup(text, startup));
}

if (process.env.npm_lifecycle_event) whenOrphaned(() => end(1));
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, () => end(1));
run().then(
  () => end(0),
  (error: unknown) => {
    if (isEnding) return;
    console.error(error instanceof Error ? error.message : error);
    if (server) console.error(`The Worker printed last:\n${server.lastLines()}`);
    return end(1);
  },
);
