/** Two tenants on one local Worker: measures one while the other is busy and corrupted in five ways. */
import { parseArgs } from 'node:util';
import { createTenant } from './hostile/callers.ts';
import { POISONS, type Poison } from './hostile/poisons.ts';
import type { RawRecord } from './reference/organisation.ts';
import { type BenchServer, startBenchServer } from './server.ts';
import { percentile } from './statistics.ts';
import { BenchTenant, ndjson } from './tenant.ts';

const { values: options } = parseArgs({ options: { only: { type: 'string' } } });
const ROUNDS = 40;
const CALLS_PER_ROUND = 20;
const OLD = '2020-01-01T10:00:00Z';
const PATIENCE_MS = 120_000;
const READS = [
  '/api/v1/analytics/overview?date_from=2026-11-01&date_to=2026-11-30',
  '/api/v1/analytics/agents?date_from=2026-11-01&date_to=2026-11-30',
  '/api/v2/analytics/conversations/insights?date_from=2026-11-01&date_to=2026-11-30',
];

interface Observed {
  reads: number[];
  writes: number[];
  exportMs: number;
  refreshed: boolean;
  forgotten: boolean;
  reconciled: boolean;
  calls: number;
}

async function main(): Promise<void> {
  const server = await startBenchServer();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.end().then(() => process.exit(1)));
  }
  try {
    const alone = await observed(server, 'alone', undefined);
    print('alone', alone);
    for (const poison of POISONS.filter(({ name }) => name === (options.only ?? name))) {
      const slug = `poison-${poison.name}`;
      await createTenant(server, slug);
      const poisoned = new BenchTenant(server, slug);
      await poison.apply(poisoned);
      const watched = await observed(server, `beside-${poison.name}`, { poison, poisoned });
      print(`beside ${poison.name}`, watched);
      console.log(`  the poisoned tenant itself: ${await stateOf(poisoned)}`);
    }
    print('alone again', await observed(server, 'alone-again', undefined));
  } finally {
    await server.end();
  }
}

async function observed(
  server: BenchServer,
  slug: string,
  neighbour: { poison: Poison; poisoned: BenchTenant } | undefined,
): Promise<Observed> {
  await createTenant(server, slug);
  const tenant = new BenchTenant(server, slug);
  const old = { ...callOf('old', OLD), customer: { phone: '+351912345678', name: 'Anastasia' } };
  await tenant.ingest(ndjson([old]));
  let isOver = false;
  const load = neighbour
    ? (async () => {
        while (!isOver) await neighbour.poison.load(neighbour.poisoned).catch(() => undefined);
      })()
    : Promise.resolve();
  const [reads, writes]: [number[], number[]] = [[], []];
  for (let round = 0; round < ROUNDS; round += 1) {
    const calls = Array.from({ length: CALLS_PER_ROUND }, (_, index) =>
      callOf(`c-${round}-${index}`, `2026-11-29T10:00:${String(round).padStart(2, '0')}Z`),
    );
    writes.push((await tenant.ingest(ndjson(calls))).milliseconds);
    for (const path of READS) reads.push((await tenant.ask(path)).milliseconds);
  }
  const exportMs = await exported(tenant);
  const began = Math.floor(Date.now() / 1_000);
  await cron(server, '17 2 * * *');
  await tenant.ask('/api/v1/analytics/refresh-views', { method: 'POST' });
  const state = await until(async () => {
    const found = await tenant.bench<{ pending: number; reconciled: number; kept: number }>('standing');
    return found.data.reconciled >= began && found.data.kept === 0 ? found.data : undefined;
  });
  isOver = true;
  await load;
  const overview = await tenant.ask(READS[0]!);
  return {
    reads,
    writes,
    exportMs,
    refreshed: state?.pending === 0,
    forgotten: state?.kept === 0,
    reconciled: (state?.reconciled ?? 0) >= began,
    calls: (overview.body as { data: { total_calls: number } }).data.total_calls,
  };
}

function callOf(id: string, startedAt: string): RawRecord {
  const times = { started_at: startedAt, duration_seconds: 60 };
  return { type: 'interaction', id, kind: 'call', status: 'completed', agent_id: 'ana', ...times };
}

/** Milliseconds from the request for an export to its file. */
async function exported(tenant: BenchTenant): Promise<number> {
  const began = performance.now();
  const body = JSON.stringify({ start_date: '2026-11-01', end_date: '2026-11-30', format: 'csv' });
  const headers = { 'Content-Type': 'application/json' };
  const answer = await tenant.ask('/api/v1/analytics/export', { method: 'POST', headers, body });
  const { export_id: id } = answer.body as { export_id: string };
  await until(async () => {
    const list = await tenant.ask('/api/v1/analytics/exports');
    const { exports = [] } = list.body as { exports?: { export_id: string; status: string }[] };
    const found = exports.find((each) => each.export_id === id);
    return found?.status === 'completed' ? found : undefined;
  });
  return performance.now() - began;
}

async function until<Value>(look: () => Promise<Value | undefined>): Promise<Value | undefined> {
  for (const end = Date.now() + PATIENCE_MS; Date.now() < end; ) {
    const found = await look();
    if (found !== undefined) return found;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
  return undefined;
}

async function cron(server: BenchServer, pattern: string): Promise<void> {
  await fetch(`${server.url}/cdn-cgi/handler/scheduled?cron=${encodeURIComponent(pattern)}`).then((answer) =>
    answer.text(),
  );
}

/** What the corrupted tenant can still do: read, write, delete. */
async function stateOf(tenant: BenchTenant): Promise<string> {
  const read = await tenant.ask(READS[0]!);
  const headers = { 'Content-Type': 'application/json' };
  const post = async (record: object) => {
    const body = JSON.stringify({ records: [record] });
    return (await tenant.ask('/api/v1/ingest', { method: 'POST', headers, body })).status;
  };
  const written = await post(callOf('ordinary', '2026-11-29T11:00:00Z'));
  const deleted = await post({ type: 'interaction', id: 'ordinary', deleted: true });
  const quarantine = await tenant.ask('/api/v1/quarantine');
  return `read ${read.status}, write ${written}, delete ${deleted}, quarantine ${quarantine.status} ${JSON.stringify(quarantine.body).slice(0, 200)}`;
}

function print(what: string, { reads, writes, exportMs, ...rest }: Observed): void {
  const times = (list: number[]) =>
    `p50 ${Math.round(percentile(list, 0.5))} p99 ${Math.round(percentile(list, 0.99))} ms`;
  console.log(
    `${what}: reads ${times(reads)}, writes ${times(writes)}, export ${Math.round(exportMs)} ms, ${JSON.stringify(rest)}`,
  );
}

await main();
