import { demoRecords } from '../scripts/demo/records.ts';
import { dateOfDay } from '../src/time/dates.ts';
import type { Cost } from './client.ts';
import { referenceDay } from './reference/day.ts';
import { countersOf, type RawRecord } from './reference/organisation.ts';
import type { BenchServer } from './server.ts';
import { type BenchTenant, benchCall, createBenchTenant, ndjson } from './tenant.ts';

const BATCH = 1_000;
const CALLS = 10_000;
/** One refresh per 15 minutes, as on a day in production. */
const REFRESHES_A_DAY = 96;
const SENDERS = 4;
const DRAIN_MS = 500;

interface PacedIngest {
  calls: number;
  records: number;
  refreshes: number;
  ingestRead: number;
  ingestWritten: number;
  refreshRead: number;
  refreshWritten: number;
}

interface FastIngest {
  senders: number;
  records: number;
  seconds: number;
  /** In total: by requests and by refreshes, during and after them. */
  rowsWritten: number;
  /** Responses with status 503; the request was sent again after a second. */
  refusals: number;
}

export interface IngestMeasured {
  paced: PacedIngest;
  fast: FastIngest[];
}

/** Sends three days of 10,000 calls each through the API: one at the pace of a day, two as fast as possible. */
export async function measureIngest(server: BenchServer, lastDay: number): Promise<IngestMeasured> {
  const tenant = await createBenchTenant(server, 'bench-ingest');
  await tenant.bench('load', { day: lastDay - 3, calls: CALLS });
  await tenant.bench('rebuild', { day: lastDay - 3 });
  const paced = await measurePaced(tenant, recordsOf(lastDay - 2));
  const fast = [
    await measureFast(server, tenant, recordsOf(lastDay - 1), 1),
    await measureFast(server, tenant, recordsOf(lastDay), SENDERS),
  ];
  return { paced, fast };
}

/** Sends all records of the demo through the API, and takes them into the rollups. */
export async function sendDemo(server: BenchServer): Promise<void> {
  const tenant = await createBenchTenant(server, 'bench-demo');
  const records = [...demoRecords(Math.floor(Date.now() / 1_000))] as RawRecord[];
  for (const batch of batchesOf(records, BATCH)) await tenant.ingest(ndjson(batch));
  await drain(tenant);
}

function recordsOf(day: number): RawRecord[] {
  return [...referenceDay({ day, calls: CALLS, phones: 'all' }), ...countersOf(dateOfDay(day))];
}

async function measurePaced(tenant: BenchTenant, records: readonly RawRecord[]): Promise<PacedIngest> {
  const sent = { read: 0, written: 0 };
  const refreshed = { read: 0, written: 0 };
  const add = (sum: typeof sent, cost: Cost | undefined): void => {
    sum.read += cost?.rowsRead ?? 0;
    sum.written += cost?.rowsWritten ?? 0;
  };
  await tenant.bench('hold', { held: 'true' });
  for (const batch of batchesOf(records, Math.ceil(records.length / REFRESHES_A_DAY))) {
    add(sent, (await tenant.ingest(ndjson(batch))).cost);
    add(refreshed, (await tenant.bench('refresh')).answer.cost);
  }
  await tenant.bench('hold', { held: 'false' });
  return {
    calls: CALLS,
    records: records.length,
    refreshes: REFRESHES_A_DAY,
    ingestRead: sent.read,
    ingestWritten: sent.written,
    refreshRead: refreshed.read,
    refreshWritten: refreshed.written,
  };
}

async function measureFast(
  server: BenchServer,
  tenant: BenchTenant,
  records: readonly RawRecord[],
  senders: number,
): Promise<FastIngest> {
  const bodies = batchesOf(records, BATCH).map(ndjson);
  const before = await backgroundWritten(server);
  const refusedBefore = tenant.refusals;
  let written = 0;
  const started = performance.now();
  const sendNext = async (): Promise<void> => {
    for (let body = bodies.shift(); body !== undefined; body = bodies.shift()) {
      const { cost } = await tenant.ingest(body);
      written += cost?.rowsWritten ?? 0;
    }
  };
  await Promise.all(Array.from({ length: senders }, sendNext));
  const seconds = (performance.now() - started) / 1_000;
  written += await drain(tenant);
  written += (await backgroundWritten(server)) - before;
  const refusals = tenant.refusals - refusedBefore;
  return { senders, records: records.length, seconds, rowsWritten: written, refusals };
}

/** Waits until the queue is empty, then refreshes the rest. Returns the rows written by that. */
async function drain(tenant: BenchTenant): Promise<number> {
  for (let last = -1; ; ) {
    const { data } = await tenant.bench<{ pending: number }>('backlog');
    if (data.pending === last) break;
    last = data.pending;
    await new Promise((resolve) => setTimeout(resolve, DRAIN_MS * 4));
  }
  return (await tenant.bench('refresh')).answer.cost?.rowsWritten ?? 0;
}

async function backgroundWritten(server: BenchServer): Promise<number> {
  return (await benchCall<{ rowsWritten: number }>(server, 'background')).data.rowsWritten;
}

function batchesOf(records: readonly RawRecord[], size: number): RawRecord[][] {
  return Array.from({ length: Math.ceil(records.length / size) }, (_, index) =>
    records.slice(index * size, (index + 1) * size),
  );
}
