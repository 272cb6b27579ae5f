import { env } from 'cloudflare:workers';
import { beforeEach, expect, test, vi } from 'vitest';
import { runTask } from '../../src/maintenance/tasks.ts';
import type { QuotaChange } from '../../src/usage/quotas.ts';
import { aCall, aRating, removal, type Sender, senderOf } from '../ingest/client.ts';
import { call, costOf, problemIn } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { sessionToken } from '../support/tenant.ts';

let sender: Sender;
let root: string;

beforeEach(async () => {
  sender = await senderOf();
  root = await sessionToken({ role: 'super_admin', tenants: [] });
});

function patch(quotas: QuotaChange | null, bearer = root): Promise<Response> {
  return call(`/api/v1/tenants/${sender.tenant.slug}`, { method: 'PATCH', bearer, body: { quotas } });
}

async function setQuotas(quotas: QuotaChange): Promise<void> {
  expect((await patch(quotas)).status).toBe(200);
}

interface UsageAnswer {
  quotas: Record<string, { limit: number; used: number | null; resets_at: string | null }>;
  storage: { measured_at: string | null; kinds: { kind: string; records: number; bytes: number }[] };
}

async function usage(): Promise<UsageAnswer> {
  const bearer = await sender.tenant.token('tenant_admin');
  const response = await call('/api/v1/usage', { bearer });
  expect(response.status).toBe(200);
  return response.json();
}

async function usedOf(name: string): Promise<number | null | undefined> {
  return (await usage()).quotas[name]?.used;
}

function callsFrom(from: number, count: number): Sent[] {
  return Array.from({ length: count }, (_, index) => aCall(`c${from + index}`));
}

test('records of a day: what is created or updated counts, and beyond the quota nothing is stored', async () => {
  await setQuotas({ records_per_day: 10 });
  await sender.send(...callsFrom(0, 6));
  await sender.send(...callsFrom(0, 6));
  await sender.send(
    aCall('c0', { status: 'missed', duration_seconds: null, updated_at: '2026-03-12T00:00:00Z' }),
  );
  expect(await usedOf('records_per_day')).toBe(7);

  // One that comes twice counts once.
  await sender.send(...callsFrom(10, 3), aCall('c11'));
  const over = await sender.post({ records: callsFrom(20, 1) });
  const seconds = Number(over.headers.get('Retry-After'));
  expect(seconds).toBeGreaterThan(0);
  expect(seconds).toBeLessThanOrEqual(86_400);
  const problem = await problemIn(over);
  expect([problem.status, problem.limit]).toEqual([429, 10]);
  expect(problem.detail).toContain("The tenant's quota records_per_day is 10 per UTC day");
  expect(problem.detail).toContain('0 records are left and this request has 1: nothing was stored.');
  expect(
    (await call('/api/v1/interactions/c20', { bearer: await sender.tenant.token('manager') })).status,
  ).toBe(404);
  expect(await usedOf('records_per_day')).toBe(10);
});

test('deletions and erasures pass, equal records and dry runs too', async () => {
  await sender.send(...callsFrom(0, 3), aRating('e0', 'c0', 5));
  await setQuotas({ records_per_day: 4, stored_records: 0 });
  expect(await sender.counts(...callsFrom(0, 3))).toEqual({ unchanged: 3 });
  expect(await sender.counts(removal('interaction', 'c0'), removal('interaction', 'c1'))).toEqual({
    deleted: 2,
  });
  const admin = await sender.tenant.token('tenant_admin');
  const erased = await call('/api/v1/customers/customer%20of%20c2/erase', { method: 'POST', bearer: admin });
  expect(erased.status).toBe(204);
  expect((await sender.post({ records: callsFrom(5, 9) }, {}, '?dry_run=true')).status).toBe(200);
  expect((await sender.post({ records: callsFrom(5, 1) })).status).toBe(429);
  expect(await usedOf('records_per_day')).toBe(4);
});

test('of batches at once no more are stored than the quota has room for', async () => {
  await setQuotas({ records_per_day: 25 });
  const answers = await Promise.all(
    [0, 1, 2, 3, 4, 5].map((batch) => sender.post({ records: callsFrom(batch * 10, 10) })),
  );
  expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 429, 429, 429, 429]);
  expect(await usedOf('records_per_day')).toBe(20);
});

test('a new UTC day begins at nothing; what is stored goes on', async () => {
  await setQuotas({ records_per_day: 5, stored_records: 9 });
  await sender.send(...callsFrom(0, 5));
  const tomorrow = Date.now() + 86_400_000;
  vi.useFakeTimers({ toFake: ['Date'], now: tomorrow });
  try {
    const { tenant } = sender;
    const bearer = await tenant.token('tenant_admin');
    const send = async (from: number, count: number) =>
      (await call('/api/v1/ingest', { method: 'POST', bearer, body: { records: callsFrom(from, count) } }))
        .status;
    expect([await send(5, 4), await send(9, 1)]).toEqual([200, 403]);
    const { quotas } = await usage();
    expect([quotas.records_per_day?.used, quotas.stored_records?.used]).toEqual([4, 9]);
    const next = new Date(tomorrow + 86_400_000).toISOString().slice(0, 10);
    expect(quotas.records_per_day?.resets_at).toBe(`${next}T00:00:00Z`);
  } finally {
    vi.useRealTimers();
  }
});

test('stored records: creations are refused with who can raise it; updates and deletions make room', async () => {
  await setQuotas({ stored_records: 3 });
  await sender.send(...callsFrom(0, 3));
  const { status, detail } = await problemIn(await sender.post({ records: callsFrom(3, 1) }));
  expect([status, detail]).toEqual([
    403,
    "The tenant's quota stored_records is 3, and this request would store more: nothing was stored. Updates, deletions and erasures pass; a super_admin can raise the quota.",
  ]);
  expect(
    await sender.counts(aCall('c0', { outcome: 'escalated', updated_at: '2026-03-12T00:00:00Z' })),
  ).toEqual({
    updated: 1,
  });
  await sender.send(removal('interaction', 'c0'));
  expect(await sender.counts(aCall('c9'))).toEqual({ created: 1 });
  expect(await usedOf('stored_records')).toBe(3);
});

test('the nightly measure corrects what is stored, and bytes are held against their quota', async () => {
  await sender.send(aCall('c0', { transcript: 'Hello' }), aRating('e0', 'c0', 5), aRating('e1', 'c0', null));
  await sender.send(aCall('c1'), { type: 'agent', id: 'ann', name: 'Ann' });
  await sender.send(removal('interaction', 'c0'));
  expect((await usage()).storage).toEqual({ measured_at: null, kinds: [] });
  expect(await usedOf('stored_bytes')).toBeNull();
  const measure = () =>
    runTask(env, { tenant: sender.tenant.slug, task: 'measure_storage' }, Date.now() + 20_000);
  await measure();
  const { quotas, storage } = await usage();
  expect(quotas.stored_records?.used).toBe(2);
  expect(storage.measured_at).toMatch(/^\d{4}-\d\d-\d\dT/);
  const records = Object.fromEntries(storage.kinds.map((kind) => [kind.kind, kind.records]));
  expect(records).toEqual({
    interactions: 1,
    evaluations: 0,
    quality_reviews: 0,
    agent_time: 0,
    daily_counters: 0,
    dimensions: 1,
    transcripts: 0,
    export_files: 0,
  });
  const bytes = storage.kinds.reduce((sum, kind) => sum + kind.bytes, 0);
  expect(bytes).toBeGreaterThan(100);
  expect(quotas.stored_bytes?.used).toBe(bytes);
  await setQuotas({ stored_bytes: bytes - 1 });
  expect((await problemIn(await sender.post({ records: [aCall('c2')] }))).detail).toContain(
    'quota stored_bytes',
  );
  await setQuotas({ stored_bytes: bytes });
  expect(await sender.counts(aCall('c2'))).toEqual({ created: 1 });
  await measure();
  expect(await usedOf('stored_records')).toBe(3);
});

test('exports of a day', async () => {
  await setQuotas({ exports_per_day: 2 });
  const bearer = await sender.tenant.token('tenant_admin');
  const body = { dateFrom: '2026-03-01', dateTo: '2026-03-02', format: 'csv' };
  const start = () => call('/v1/analytics/export', { method: 'POST', bearer, body });
  expect([(await start()).status, (await start()).status]).toEqual([202, 202]);
  const refused = await start();
  expect(Number(refused.headers.get('Retry-After'))).toBeGreaterThan(0);
  const { status, limit, detail } = await problemIn(refused);
  expect([status, limit, detail]).toEqual([429, 2, expect.stringContaining('quota exports_per_day is 2')]);
  expect(await usedOf('exports_per_day')).toBe(2);
});

test('counting costs one row written per batch and no trip', async () => {
  await sender.send(...callsFrom(0, 2));
  const unchanged = costOf(await sender.post({ records: callsFrom(0, 2) }));
  expect([unchanged.trips, unchanged.written]).toEqual([1, 0]);
  const stored = await sender.post({ records: [{ type: 'agent', id: 'zoe', name: 'Zoe' }] });
  // The record, the list of names, what is used, and the data version.
  expect(costOf(stored)).toMatchObject({ trips: 2, written: 4 });
});

test('quotas are set by a super_admin, one by one, and read by admins', async () => {
  const admin = await sender.tenant.token('tenant_admin');
  const refused = await problemIn(await patch({ records_per_day: 5 }, admin));
  expect([refused.status, refused.detail]).toEqual([
    403,
    'Only the role super_admin is allowed to change quotas.',
  ]);
  await setQuotas({ records_per_day: 5, exports_per_day: 0 });
  const all = {
    requests_per_minute: null,
    records_per_day: 5,
    exports_per_day: 0,
    stored_records: null,
    stored_bytes: null,
  };
  const read = await call(`/api/v1/tenants/${sender.tenant.slug}`, { bearer: admin });
  expect(await read.json()).toMatchObject({ quotas: all });
  const changed = await patch({ records_per_day: null, requests_per_minute: 900 });
  expect(await changed.json()).toMatchObject({
    quotas: { ...all, records_per_day: null, requests_per_minute: 900 },
  });
  const { quotas } = await usage();
  expect(Object.fromEntries(Object.entries(quotas).map(([name, { limit }]) => [name, limit]))).toEqual({
    requests_per_minute: 900,
    records_per_day: 1_000_000,
    exports_per_day: 0,
    stored_records: 5_000_000,
    stored_bytes: 5_000_000_000,
  });
  expect(quotas.requests_per_minute).toMatchObject({
    used: expect.any(Number),
    resets_at: expect.any(String),
  });
  const entries = await call('/api/v1/audit-log?action=tenant_changed', { bearer: admin });
  const { entries: log } = await entries.json<{ entries: { details: unknown }[] }>();
  expect(log.map(({ details }) => details)).toEqual([
    {
      quotas: {
        old: { records_per_day: 5, exports_per_day: 0 },
        new: { exports_per_day: 0, requests_per_minute: 900 },
      },
    },
    { quotas: { old: {}, new: { records_per_day: 5, exports_per_day: 0 } } },
  ]);
});

test.each<[string, unknown, string]>([
  ['an unknown quota', { calls_per_day: 1 }, 'quotas.calls_per_day'],
  ['no request at all', { requests_per_minute: 0 }, 'quotas.requests_per_minute'],
  ['more than a limiter can count', { requests_per_minute: 30_001 }, 'quotas.requests_per_minute'],
  ['a fraction', { records_per_day: 1.5 }, 'quotas.records_per_day'],
  ['less than nothing', { stored_records: -1 }, 'quotas.stored_records'],
  ['text', { stored_bytes: '5' }, 'quotas.stored_bytes'],
  ['null for all', null, 'quotas'],
])('a quota of %s is refused', async (_, quotas, path) => {
  const { status, errors } = await problemIn(await patch(quotas as QuotaChange));
  expect([status, errors?.map((error) => error.path)]).toEqual([400, [path]]);
});
