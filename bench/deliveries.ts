/** Shows that every event reaches its webhooks: with a receiver on loopback, outages, kills and consumers at once. */
import { parseArgs } from 'node:util';
import { type Inbox, Receiver } from './deliveries/receiver.ts';
import { type BenchServer, startBenchServer } from './server.ts';
import { type BenchTenant, createBenchTenant } from './tenant.ts';

const { values: options } = parseArgs({ options: { events: { type: 'string', default: '120' } } });
const EVENTS = Number(options.events);
/** More than the longest step between two attempts, in seconds. */
const A_LONG_TIME = 2 * 86_400;
const JSON_BODY = { 'Content-Type': 'application/json' };
const ROUNDS = 60;
const ROUND_MS = 2_000;

interface Row {
  target: string;
  event: string;
  status: string;
  attempts: number;
}

async function main(): Promise<number> {
  const receiver = new Receiver();
  const origin = await receiver.start();
  const server = await startBenchServer({ WEBHOOK_ALLOW_LOOPBACK: 'true' });
  try {
    const tenant = await createBenchTenant(server, 'deliveries');
    const ids = await subscribe(tenant, receiver, origin);
    await cause(tenant, EVENTS / 3);
    console.log(`${EVENTS / 3} events with messages; now messages are lost, and the server is killed`);
    await tenant.bench('hold', { held: 'true' });
    await cause(tenant, EVENTS / 3);
    await kill(server);
    await cause(tenant, EVENTS / 3);
    await kill(server);
    const rows = await deliverAll(tenant, ids);
    return report(rows, receiver, ids);
  } finally {
    await server.end();
    receiver.end();
  }
}

type Ids = Record<keyof Receiver['inboxes'], string>;

async function subscribe(tenant: BenchTenant, { inboxes }: Receiver, origin: string): Promise<Ids> {
  const ids: Partial<Ids> = {};
  for (const [name, inbox] of Object.entries(inboxes) as [keyof Ids, Inbox][]) {
    const body = JSON.stringify({ url: `${origin}/${name}`, events: ['record.rejected'] });
    const made = await tenant.ask('/api/v1/webhooks', { method: 'POST', headers: JSON_BODY, body });
    const { id, secret } = made.body as { id: string; secret: string };
    inbox.secret = secret;
    ids[name] = id;
  }
  const disabling = { method: 'PATCH', headers: JSON_BODY, body: '{"enabled":false}' } as const;
  await tenant.ask(`/api/v1/webhooks/${ids.disabled}`, disabling);
  return ids as Ids;
}

/** Each request with a rejected record is an event. Four at once, as senders are. */
async function cause(tenant: BenchTenant, events: number): Promise<void> {
  const body = JSON.stringify({ records: [{ type: 'agent', id: 'nameless' }] });
  for (let sent = 0; sent < events; sent += 4) {
    await Promise.all(
      Array.from({ length: Math.min(4, events - sent) }, async () => {
        const answer = await tenant.ask('/api/v1/ingest', { method: 'POST', headers: JSON_BODY, body });
        if (answer.status !== 200) throw new Error(`Ingest answered ${answer.status}.`);
      }),
    );
  }
}

/** Lets time pass and the cron run, twice at once, until nothing waits but for the webhook that hangs. */
async function deliverAll(tenant: BenchTenant, ids: Ids): Promise<Row[]> {
  for (let round = 0; ; round += 1) {
    await Promise.all([tenant.bench('sweep'), tenant.bench('sweep')]);
    await new Promise((resolve) => setTimeout(resolve, ROUND_MS));
    const { data: rows } = await tenant.bench<Row[]>('outbox');
    const left = rows.filter(({ target, status }) => target !== ids.hangs && status !== 'delivered').length;
    console.log(`round ${round}: ${left} of ${rows.length} deliveries are left`);
    if (left === 0 || round >= ROUNDS) return rows;
    await tenant.bench('age', { seconds: A_LONG_TIME });
  }
}

function report(rows: readonly Row[], { inboxes }: Receiver, ids: Ids): number {
  const events = new Set(rows.map(({ event }) => event));
  const faults: string[] = [];
  for (const name of ['up', 'down'] as const) {
    const { requests } = inboxes[name];
    const missing = [...events].filter((event) => !requests.has(event)).length;
    const total = [...requests.values()].reduce((sum, count) => sum + count, 0);
    console.log(`${name}: ${requests.size} of ${events.size} events in ${total} requests`);
    if (missing > 0) faults.push(`${missing} events never reached ${name}`);
  }
  for (const [name, inbox] of Object.entries(inboxes)) {
    if (inbox.badSignatures > 0) faults.push(`${inbox.badSignatures} bad signatures at ${name}`);
    if (!inbox.isStable) faults.push(`an id came with different bodies at ${name}`);
  }
  if (inboxes.disabled.requests.size > 0) faults.push('a disabled webhook was sent something');
  if (rows.some(({ target }) => target === ids.disabled)) faults.push('a disabled webhook has deliveries');
  if (events.size !== EVENTS) faults.push(`${events.size} events instead of ${EVENTS}`);
  console.log(`hangs: ${inboxes.hangs.requests.size} events were tried`);
  for (const fault of faults) console.error(fault);
  return faults.length === 0 ? 0 : 1;
}

/** Without a chance to finish anything. */
async function kill(server: BenchServer): Promise<void> {
  if (server.pid !== undefined) process.kill(-server.pid, 'SIGKILL');
  await server.restart();
}

process.exitCode = await main();
