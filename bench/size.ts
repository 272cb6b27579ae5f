import { dateOfDay } from '../src/time/dates.ts';
import { send, sendExpecting } from './client.ts';
import { type Condition, measureConditions } from './conditions.ts';
import { type LimiterCost, measureLimiter } from './limiter.ts';
import { type Measured, measure, type Subject } from './measure.ts';
import { measureQueries, type QueryCost } from './queries.ts';
import { askRaw, differences, type Span } from './raw.ts';
import { type Read, type RouteDescription, readsOf, type Samples } from './reads.ts';
import { factsOf, referenceDay, startOf } from './reference/day.ts';
import type { RawRecord } from './reference/organisation.ts';
import type { BenchServer } from './server.ts';
import { median } from './statistics.ts';
import { type BenchTenant, benchCall, createBenchTenant } from './tenant.ts';
import { RAW_NAMES } from './worker/raw-names.ts';

interface Rebuilt {
  rowsRead: number;
  rowsWritten: number;
  milliseconds: number;
}

export interface Loaded {
  tenant: BenchTenant;
  apiKey: string;
  calls: number;
  facts: number;
  seconds: number;
  /** Rebuild of a day without rollups: medians. */
  built: Rebuilt;
  /** Rebuild of a day in which every rollup row is wrong. */
  rebuilt: Rebuilt;
}

/** One SQL query over the facts, compared with the route that has the same result. */
interface Compared {
  figures: string;
  rowsRead: number;
  milliseconds: number;
  differences: string[];
}

export interface SizeMeasured extends Loaded {
  reads: { read: Read; measured: Measured }[];
  /** Of the first read with an API key that the isolate has not seen. */
  coldTrips: number;
  /** A route without D1, and one that reads one row. */
  empty: Measured;
  oneRow: Measured;
  raw: Compared[];
  queries: QueryCost[];
  conditions: Condition[];
  limiter: LimiterCost[];
}

export type Progress = (text: string) => void;

/** Fills a tenant with `days` days of `calls` calls each, the last one `lastDay`, and their rollups. */
export async function load(
  server: BenchServer,
  calls: number,
  lastDay: number,
  days: number,
  progress: Progress,
): Promise<Loaded> {
  const tenant = await createBenchTenant(server, `bench-${calls}`);
  const started = performance.now();
  const builds: Rebuilt[] = [];
  for (let day = lastDay - days + 1; day <= lastDay; day += 1) {
    await tenant.bench('load', { day, calls });
    builds.push(await rebuild(tenant, day));
    progress(`${calls} calls a day: ${dateOfDay(day)} loaded`);
  }
  const seconds = (performance.now() - started) / 1_000;
  await tenant.bench('blank', { day: lastDay });
  const typical = (of: (build: Rebuilt) => number): number => median(builds.map(of));
  return {
    tenant,
    apiKey: await tenant.createKey(),
    calls,
    facts: factsOf(calls) * days,
    seconds,
    built: {
      rowsRead: typical(({ rowsRead }) => rowsRead),
      rowsWritten: typical(({ rowsWritten }) => rowsWritten),
      milliseconds: typical(({ milliseconds }) => milliseconds),
    },
    rebuilt: await rebuild(tenant, lastDay),
  };
}

async function rebuild(tenant: BenchTenant, day: number): Promise<Rebuilt> {
  const { answer } = await tenant.bench('rebuild', { day });
  const { rowsRead = 0, rowsWritten = 0 } = answer.cost ?? {};
  return { rowsRead, rowsWritten, milliseconds: answer.milliseconds };
}

interface Asked {
  server: BenchServer;
  lastDay: number;
  days: number;
  requests: number;
  /** Substrings of route names; empty for all. */
  routes: readonly string[];
  progress: Progress;
}

/**
 * Measures every read of a loaded tenant, and for comparison an empty route, one row of D1 and plain SQL over the
 * facts.
 */
export async function measureSize(loaded: Loaded, asked: Asked): Promise<SizeMeasured> {
  const { server, lastDay, days, requests, progress } = asked;
  const { tenant, calls, apiKey } = loaded;
  const period = `date_from=${dateOfDay(lastDay - days + 1)}&date_to=${dateOfDay(lastDay)}`;
  const cold = await sendExpecting(200, `${server.url}/api/v1/analytics/overview?${period}`, {
    headers: { 'X-API-Key': apiKey },
  });
  const routes = (await benchCall<RouteDescription[]>(server, 'routes')).data;
  const reads = readsOf(routes, asked.routes, samplesOf(calls, lastDay, days));
  const onePath = `/api/v1/tenants/${tenant.slug}`;
  const subjects: Subject[] = [
    { name: 'empty', ask: () => send(`${server.url}/healthz`) },
    { name: 'one row', ask: () => tenant.ask(onePath) },
    ...reads.map((read) => ({ name: read.path, ask: () => tenant.ask(read.path) })),
  ];
  const [empty, oneRow, ...measured] = await measure(subjects, requests, server.cpu, (done) =>
    progress(`${calls} calls a day: round ${done} of ${requests}, ${subjects.length} requests each`),
  );
  progress(`${calls} calls a day: with and without the limiter`);
  const limiter = await measureLimiter(
    tenant,
    { 'one row of D1': onePath, overview: `/api/v1/analytics/overview?${period}` },
    requests,
    server.cpu,
  );
  progress(`${calls} calls a day: SQL over the facts`);
  const raw = await compareRaw(tenant, span(lastDay, days), period);
  progress(`${calls} calls a day: kinds of queries`);
  const queries = await measureQueries(tenant, {
    from: dateOfDay(lastDay - days + 1),
    to: dateOfDay(lastDay),
    ...span(lastDay, days),
  });
  progress(`${calls} calls a day: ragged ends, another zone, changes pending`);
  const conditions = await measureConditions({
    tenant,
    lastDay,
    days,
    calls,
    requests: Math.min(requests, 10),
    cpu: server.cpu,
  });
  return {
    ...loaded,
    reads: reads.map((read, index) => ({ read, measured: measured[index]! })),
    coldTrips: cold.cost?.trips ?? 0,
    empty: empty!,
    oneRow: oneRow!,
    raw,
    queries,
    conditions,
    limiter,
  };
}

function span(lastDay: number, days: number): Span {
  return { start: startOf(lastDay - days + 1), end: startOf(lastDay + 1) };
}

async function compareRaw(tenant: BenchTenant, settled: Span, period: string): Promise<Compared[]> {
  const compared: Compared[] = [];
  for (const figures of RAW_NAMES) {
    const { rows, rowsRead, milliseconds } = await askRaw(tenant, figures, settled);
    const { body } = await tenant.ask(`/api/v1/analytics/${figures}?${period}`);
    compared.push({ figures, rowsRead, milliseconds, differences: differences(body, rows) });
  }
  return compared;
}

function samplesOf(calls: number, lastDay: number, days: number): Samples {
  const records = [...referenceDay({ day: lastDay, calls, phones: 'some' })];
  const text = (field: string, is: (record: RawRecord) => boolean): string =>
    String(records.find(is)?.[field] ?? '');
  const phones = records
    .filter(({ kind }) => kind === 'call')
    .map(({ customer }) => (customer as { phone?: string } | undefined)?.phone);
  return {
    from: dateOfDay(lastDay - days + 1),
    to: dateOfDay(lastDay),
    interactionId: text('id', ({ kind }) => kind === 'call'),
    evaluationId: text('id', ({ type, rating }) => type === 'evaluation' && rating !== null),
    phone: phones.find((phone) => phone !== undefined) ?? '+551190000',
  };
}
