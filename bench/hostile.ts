/** Sends random hostile requests to every operation of a local Worker and reports the outcome. */
import { parseArgs } from 'node:util';
import { ROUTES } from '../src/api/registry.ts';
import { type Operation, operationsOf } from '../src/http/operation.ts';
import { Callers, createTenant, sessionOf } from './hostile/callers.ts';
import { HeapProbe } from './hostile/heap.ts';
import { runtimeMemory } from './hostile/memory.ts';
import { hostileRequest, type KnownIds } from './hostile/requests.ts';
import { Tally } from './hostile/tally.ts';
import { randomFrom } from './hostile/values.ts';
import { type BenchServer, startBenchServer } from './server.ts';

const TENANTS = Array.from({ length: 8 }, (_, index) => `hostile-${index}`);
const INTERACTIONS = Array.from({ length: 50 }, (_, index) => `call-${index}`);
/** Returned by the proxy of the local server if the Worker refuses a request before reading its body. */
const LOST = 'Error: Network connection lost.';
/** Would destroy what the other requests need. */
const LEFT_OUT: ReadonlySet<string> = new Set(['deleteTenant']);

const { values: options } = parseArgs({
  options: {
    requests: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    senders: { type: 'string', default: '4' },
  },
});

async function main(): Promise<number> {
  const server = await startBenchServer();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => void server.end().then(() => process.exit(1)));
  }
  try {
    await prepare(server);
    const tally = await run(server);
    console.log(tally.report());
    return tally.faults.length === 0 ? 0 : 1;
  } finally {
    await server.end();
  }
}

async function prepare(server: BenchServer): Promise<void> {
  for (const slug of TENANTS) {
    await createTenant(server, slug);
    const token = await sessionOf(server, 'tenant_admin', `owner-of-${slug}`, [slug]);
    const records = INTERACTIONS.map((id, index) => ({
      type: 'interaction',
      id,
      kind: index % 2 === 0 ? 'call' : 'conversation',
      channel: 'phone',
      status: 'completed',
      started_at: `2026-11-29T10:${String(index).padStart(2, '0')}:00Z`,
      duration_seconds: 60 + index,
      customer: { phone: `+3519612345${String(index).padStart(2, '0')}` },
      agent_id: `agent-${index % 5}`,
    }));
    await fetch(`${server.url}/api/v1/ingest`, {
      method: 'POST',
      headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ records }),
    }).then((answer) => answer.text());
  }
}

async function run(server: BenchServer): Promise<Tally> {
  const operations: Operation[] = ROUTES.flatMap(operationsOf).filter(({ id }) => !LEFT_OUT.has(id));
  const tally = new Tally();
  const callers = new Callers(server, TENANTS);
  const random = randomFrom(Number(options.seed));
  const total = Number(options.requests);
  const heap = await HeapProbe.of(server);
  let sent = 0;
  async function sender(): Promise<void> {
    while (sent < total) {
      const operation = operations[sent % operations.length]!;
      sent += 1;
      if (sent % 1_000 === 0) tally.memory(sent, await heap.used(), await runtimeMemory(server));
      const headers = await callers.headers(random);
      const known: KnownIds = { slug: headers['X-Tenant']!, interactionIds: INTERACTIONS };
      const request = hostileRequest(operation, random, known);
      const began = performance.now();
      try {
        const answer = await fetch(`${server.url}${request.path}`, {
          method: request.method,
          headers: { ...headers, ...request.headers },
          redirect: 'manual',
          ...(request.body !== undefined && { body: request.body }),
        });
        const text = await answer.text();
        if (text === LOST) tally.closed();
        else tally.answer(request, answer.status, performance.now() - began, text);
      } catch {
        // A refusal may close the connection before the body was read.
        tally.closed();
      }
    }
  }
  tally.memory(0, await heap.used(), await runtimeMemory(server));
  await Promise.all(Array.from({ length: Number(options.senders) }, sender));
  tally.memory(sent, await heap.used(), await runtimeMemory(server));
  heap.close();
  return tally;
}

process.exitCode = await main();
