import type { BenchServer } from './server.ts';
import { percentile } from './statistics.ts';
import { type BenchTenant, createBenchTenant, ndjson } from './tenant.ts';

/** The queries of a page that shows today: totals, a table, and what is open. */
const QUERIES = {
  today: { metrics: ['total_calls', 'completion_rate', 'avg_wait_time'], period: { preset: 'today' } },
  agents: { metrics: ['total_calls'], dimensions: ['agent'], period: { preset: 'today' } },
  now: { metrics: ['waiting', 'in_progress'], dimensions: ['department'] },
};
const RECORDS = 30;
const APART_MS = 1_000;
const OPENED_AT_ONCE = 10;
const PATIENCE_MS = 120_000;

/** What a number of listeners has cost, and how late they were. Milliseconds. */
export interface LiveMeasured {
  listeners: number;
  /** From the acknowledgement of a record to the event that has it, over all listeners. */
  delay: { p50: number; p99: number; most: number } | undefined;
  /** Of the requests to ingest. */
  ingest: { p50: number; p99: number };
  /** What the hub read, by its log line. */
  rowsPerSecond: number | undefined;
}

/** What a kill of the server did to the listeners. */
export interface KillMeasured {
  listeners: number;
  /** From the kill until the server answers again. */
  downMs: number;
  /** From then until every listener shows the right figure. */
  backMs: number;
}

/** One listener: it keeps when it saw each total first. */
class ListeningClient {
  readonly #tenant: BenchTenant;
  readonly #server: BenchServer;
  readonly seen = new Map<number, number>();
  total = -1;
  #stop = new AbortController();
  #isClosed = false;

  constructor(server: BenchServer, tenant: BenchTenant) {
    this.#server = server;
    this.#tenant = tenant;
  }

  /** Opens a stream, and another one whenever it ends, after the time that it names. */
  async run(): Promise<void> {
    let retry = 1_000;
    while (!this.#isClosed) {
      retry = await this.#once(retry).catch(() => retry);
      if (!this.#isClosed) await sleep(retry);
    }
  }

  close(): void {
    this.#isClosed = true;
    this.#stop.abort();
  }

  async #once(retry: number): Promise<number> {
    const answer = await this.#tenant.ask('/api/v1/live', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ queries: QUERIES, every: 10 }),
    });
    const { url } = answer.body as { url: string };
    const { search, pathname } = new URL(url);
    this.#stop = new AbortController();
    const response = await fetch(`${this.#server.url}${pathname}${search}`, { signal: this.#stop.signal });
    let told = retry;
    let rest = '';
    try {
      for await (const chunk of response.body!.pipeThrough(new TextDecoderStream())) {
        const blocks = (rest + chunk).split('\n\n');
        rest = blocks.pop()!;
        for (const block of blocks) {
          told = Number(/^retry: (\d+)$/m.exec(block)?.[1] ?? told);
          this.#read(block);
        }
      }
    } catch {
      // The connection was cut; the time that was told first holds.
    }
    return told;
  }

  #read(block: string): void {
    const data = /^data: (.*)$/m.exec(block)?.[1];
    const { name, rows } = JSON.parse(data ?? '{}') as { name?: string; rows?: { total_calls: number }[] };
    if (name !== 'today' || !rows) return;
    this.total = rows[0]!.total_calls;
    this.seen.set(this.total, performance.now());
  }
}

/** Measures streams of one tenant with one record a second, by the number of listeners; then kills the server. */
export async function measureLive(
  server: BenchServer,
  counts: readonly number[],
  progress: (text: string) => void,
): Promise<{ live: LiveMeasured[]; killed: KillMeasured }> {
  const tenant = await createBenchTenant(server, 'live');
  const sender = new Sender(tenant);
  const live: LiveMeasured[] = [];
  for (const count of counts) {
    progress(`live: ${count} listeners`);
    const clients = await opened(server, tenant, count, sender.total);
    live.push(await measured(sender, clients));
    for (const client of clients) client.close();
    // The hub writes what it has read when the last listener has gone.
    await sleep(2_000);
    const last = live.at(-1)!;
    last.rowsPerSecond = count > 0 ? rowsPerSecondIn(server.lastLines()) : undefined;
  }
  return { live, killed: await kill(server, tenant, { sender, count: counts.at(-1)!, progress }) };
}

class Sender {
  readonly #tenant: BenchTenant;
  total = 0;

  constructor(tenant: BenchTenant) {
    this.#tenant = tenant;
  }

  /** Sends one call. Returns how long it took, and when it was acknowledged. */
  async send(): Promise<{ took: number; at: number }> {
    const id = `live-${this.total + 1}`;
    const record = {
      ...{ type: 'interaction', id, kind: 'call', status: 'completed', agent_id: 'a-1' },
      started_at: new Date().toISOString(),
      duration_seconds: 60,
    };
    const { milliseconds } = await this.#tenant.ingest(ndjson([record]));
    this.total += 1;
    return { took: milliseconds, at: performance.now() };
  }
}

async function opened(
  server: BenchServer,
  tenant: BenchTenant,
  count: number,
  total: number,
): Promise<ListeningClient[]> {
  const clients = Array.from({ length: count }, () => new ListeningClient(server, tenant));
  for (let start = 0; start < count; start += OPENED_AT_ONCE) {
    const some = clients.slice(start, start + OPENED_AT_ONCE);
    for (const client of some) void client.run();
    await until(() => some.every((client) => client.total >= total));
  }
  return clients;
}

async function measured(sender: Sender, clients: readonly ListeningClient[]): Promise<LiveMeasured> {
  const took: number[] = [];
  const acknowledged = new Map<number, number>();
  for (let index = 0; index < RECORDS; index += 1) {
    const began = performance.now();
    const sent = await sender.send();
    took.push(sent.took);
    acknowledged.set(sender.total, sent.at);
    await sleep(Math.max(0, APART_MS - (performance.now() - began)));
  }
  await until(() => clients.every(({ total }) => total >= sender.total));
  const delays = clients.flatMap((client) =>
    [...acknowledged].map(([total, at]) => delayOf(client, total, at)),
  );
  return {
    listeners: clients.length,
    delay:
      delays.length > 0
        ? { p50: percentile(delays, 0.5), p99: percentile(delays, 0.99), most: Math.max(...delays) }
        : undefined,
    ingest: { p50: percentile(took, 0.5), p99: percentile(took, 0.99) },
    rowsPerSecond: undefined,
  };
}

/** A listener may see several records at once; an event may be faster than the answer to the sender. */
function delayOf({ seen }: ListeningClient, total: number, at: number): number {
  const first = Math.min(...[...seen].filter(([shown]) => shown >= total).map(([, when]) => when));
  return Math.max(0, first - at);
}

async function kill(
  server: BenchServer,
  tenant: BenchTenant,
  { sender, count, progress }: { sender: Sender; count: number; progress(text: string): void },
): Promise<KillMeasured> {
  const clients = await opened(server, tenant, count, sender.total);
  progress(`live: kill of the server with ${count} listeners`);
  const began = performance.now();
  process.kill(-server.pid!, 'SIGKILL');
  await server.restart();
  const up = performance.now();
  await sender.send();
  await until(() => clients.every(({ total }) => total === sender.total));
  const back = performance.now();
  for (const client of clients) client.close();
  return { listeners: count, downMs: up - began, backMs: back - up };
}

/** From the last line of the hub. */
function rowsPerSecondIn(lines: string): number | undefined {
  const found = [...lines.matchAll(/"message":"live figures".*?"seconds":(\d+).*?"rows_read":(\d+)/g)].at(-1);
  return found ? Number(found[2]) / Math.max(1, Number(found[1])) : undefined;
}

async function until(isThere: () => boolean): Promise<void> {
  for (const began = performance.now(); !isThere(); ) {
    if (performance.now() - began > PATIENCE_MS)
      throw new Error('Listeners did not show the figure in time.');
    await sleep(20);
  }
}

function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
