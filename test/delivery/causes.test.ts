import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { auditQuery } from '../../src/audit/entry.ts';
import { statement } from '../../src/db/statement.ts';
import { createExport } from '../../src/exports/create.ts';
import { runSlice } from '../../src/exports/run.ts';
import { ingest } from '../../src/ingest/ingest.ts';
import { runTask } from '../../src/maintenance/tasks.ts';
import { workshopOf } from '../exports/synthetic.ts';
import { contextOf } from '../support/context.ts';
import { nowSeconds } from '../support/tenant.ts';
import { outboxWorld } from './outbox.ts';

type World = Awaited<ReturnType<typeof outboxWorld>>;

/** Types and data of the events of a world. */
async function typesAndData(world: World) {
  // biome-ignore lint/suspicious/noExplicitAny: the data of any event; a wrong one fails the test.
  return (await world.events()).map(({ type, data }) => [type, JSON.parse(data)] as [string, any]);
}
const send = (world: World, records: unknown[], options = {}) =>
  ingest(contextOf(world), {
    body: new TextEncoder().encode(JSON.stringify({ records })),
    contentType: 'application/json',
    atomic: false,
    dryRun: false,
    rights: { deleteRecords: true, eraseCustomers: true },
    ...options,
  });
// biome-ignore lint/suspicious/noExplicitAny: stands for an event that is missing.
const NONE: [string, any] = ['', {}];
const GOOD = { type: 'agent', id: 'ann', name: 'Ann' };

test('rejected records are one event of their request', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['record.rejected']);
  await send(world, [GOOD]);
  await send(world, [GOOD, { type: 'agent', id: 'bob' }], { dryRun: true });
  expect(await world.events()).toEqual([]);
  const many = Array.from({ length: 50 }, (_, place) => ({
    type: 'agent',
    id: `b${place}`,
    name: 5,
  }));
  await send(world, [GOOD, ...many]);
  await expect(send(world, [{ type: 'nothing', id: 'x' }], { atomic: true })).rejects.toThrow(
    /nothing was stored/,
  );
  const [[type, data] = NONE, [, whole] = NONE, ...rest] = await typesAndData(world);
  expect([type, data.received, data.rejected, data.records.length, rest]).toEqual([
    'record.rejected',
    51,
    50,
    20,
    [],
  ]);
  expect(data.records[0]).toMatchObject({ index: 1, type: 'agent', id: 'b0', errors: [{ path: 'name' }] });
  expect(whole).toMatchObject({ received: 1, rejected: 1 });
});

test('an event of rejected records has at most 19,000 bytes', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['record.rejected']);
  const names = Object.fromEntries([1, 2, 3].map((place) => [`${'語'.repeat(60)}${place}`, 1]));
  await send(
    world,
    Array.from({ length: 20 }, () => ({ type: 'agent', id: '語'.repeat(100), ...names })),
  );
  const [[, data] = NONE] = await typesAndData(world);
  expect(data.rejected).toBe(20);
  expect(data.records.length).toBeGreaterThan(5);
  expect(new TextEncoder().encode(JSON.stringify(data)).length).toBeLessThanOrEqual(19_000);
});

test('without a subscriber, a request with rejected records writes nothing', async () => {
  const world = await outboxWorld();
  const before = world.meter.rowsWritten;
  await send(world, [{ type: 'agent', id: 'bob' }]);
  expect(world.meter.rowsWritten - before).toBe(0);
});

test('a completed export is one event', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['export.completed']);
  const workshop = { ...workshopOf(world, 1), store: world.store };
  const job = await createExport(
    { ...contextOf(world), env: { EXPORT_QUEUE: { send: async () => undefined as never } } },
    {
      spec: { kind: 'tenant' },
      format: 'ndjson',
      from: '2026-01-01',
      to: '2026-01-01',
      period: { start: 1_767_225_600, end: 1_767_312_000, zone: 'UTC', fromDay: 20_454, toDay: 20_454 },
    } as never,
  );
  await Promise.all([runSlice(workshop, job.id), runSlice(workshop, job.id)]);
  const [[type, data] = NONE, ...rest] = await typesAndData(world);
  expect([type, data.id, rest]).toEqual(['export.completed', job.id, []]);
  expect(data).toMatchObject({ kind: 'tenant', format: 'ndjson', from: '2026-01-01', time_zone: 'UTC' });
  expect(data.checksum).toMatch(/^sha-256:/);
  expect(world.announced).toEqual([{ kind: 'webhook', target: 'a' }]);
});

test('an entry of the audit log is an event if somebody subscribes, and no further row if nobody does', async () => {
  const world = await outboxWorld();
  const entry = { action: 'phone_search', actor: { kind: 'session', id: 'ann' }, details: { n: 1 } } as const;
  const before = world.meter.rowsWritten;
  await world.store.batch([auditQuery(entry, world.now)]);
  const alone = world.meter.rowsWritten - before;
  const endpoint = world.meter.rowsWritten;
  await world.endpoint('a', ['audit.entry']);
  expect(world.meter.rowsWritten - endpoint).toBe(1);
  const long = { ...entry, details: { text: 'é'.repeat(4_000) } };
  await world.store.batch([auditQuery(entry, world.now), auditQuery(long, world.now)]);
  const [[type, data] = NONE, [, other] = NONE] = await typesAndData(world);
  expect([alone, type]).toEqual([3, 'audit.entry']);
  expect(data).toMatchObject({
    at: '2027-01-15T08:00:00Z',
    action: 'phone_search',
    actor: { kind: 'session', id: 'ann', role: null },
    details: { n: 1 },
  });
  expect(other.details).toBeNull();
  await world.work('a');
  expect(world.received).toHaveLength(2);
});

test('what was used yesterday is one event, however often the task runs', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', ['tenant.usage']);
  const day = Math.floor(nowSeconds() / 86_400) - 1;
  const use = statement(
    'INSERT INTO usage_days (tenant, day, records, stored_records) VALUES (?1, ?2, 7, 5)',
  );
  await world.store.batch([use.with(day)]);
  const quiet = { ...env, DELIVERY_QUEUE: { sendBatch: async () => undefined } } as never;
  for (const _ of [1, 2]) await runTask(quiet, { tenant: world.slug, task: 'outbox' }, Date.now() + 10_000);
  expect(await typesAndData(world)).toEqual([
    [
      'tenant.usage',
      {
        date: new Date(day * 86_400_000).toISOString().slice(0, 10),
        records: 7,
        exports: 0,
        stored_records: 5,
        stored_bytes: null,
        measured_at: null,
      },
    ],
  ]);
  expect(await world.deliveries()).toHaveLength(1);
});

test('events and deliveries are forgotten after 30 days, those that wait are not', async () => {
  const world = await outboxWorld();
  await world.endpoint('a', []);
  const now = nowSeconds();
  const event = statement(
    "INSERT INTO outbox_events (tenant, id, type, at, data) VALUES (?1, ?2, 'tenant.usage', ?3, '{}')",
  );
  const delivery = statement(`
    INSERT INTO outbox_deliveries (tenant, kind, target, event, status, attempts, next_at)
    VALUES (?1, 'webhook', 'a', ?2, 'delivered', 1, NULL)`);
  await world.store.batch([event.with('old', now - 30 * 86_400 - 5), delivery.with('old')]);
  await world.store.batch([event.with('new', now - 29 * 86_400), delivery.with('new')]);
  await runTask(env, { tenant: world.slug, task: 'outbox' }, Date.now() + 10_000);
  expect((await world.events()).map(({ id }) => id)).toEqual(['new']);
  expect((await world.deliveries()).map(({ event: id }) => id)).toEqual(['new']);
});
