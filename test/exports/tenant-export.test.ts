import { env } from 'cloudflare:workers';
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { createExport } from '../../src/exports/create.ts';
import { formatOf } from '../../src/exports/format-of.ts';
import { runSlice } from '../../src/exports/run.ts';
import { sourceOf } from '../../src/exports/sections/registry.ts';
import { CALENDAR_IDS } from '../oracle/calendars.ts';
import { RandomFacts } from '../oracle/random-facts.ts';
import { seeded } from '../oracle/random-span.ts';
import { allFigures } from '../support/all-figures.ts';
import { call } from '../support/client.ts';
import { contextOf } from '../support/context.ts';
import { putCalendars } from '../support/put-calendars.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { workshopOf } from './synthetic.ts';

const SPAN = { start: 1_772_323_200, end: 1_773_532_800 };
const ZONE = 'America/Sao_Paulo';
const ASKED = { from: '2026-02-27', to: '2026-03-16', zone: ZONE };
const PHONE = '+351913004242';
const WORDS = 'Call me at +351 913 004 242 – “Zoë”';

/** One of each kind that is hard to carry over, and a random history with removals. */
function records(): Record<string, unknown>[] {
  const facts = new RandomFacts(seeded(7), SPAN);
  const at = (hour: number) => facts.iso(SPAN.start + hour * 3_600);
  const call = { type: 'interaction', kind: 'call', status: 'completed' };
  return [
    { type: 'agent', id: 'ann', name: 'Ann', team_id: 'red' },
    { type: 'agent', id: 'gone', name: 'Gone' },
    { type: 'agent', id: 'gone', deleted: true },
    { type: 'team', id: 'never', deleted: true },
    { type: 'article', id: 'article0', title: 'How', slug: 'how', status: 'published' },
    { type: 'email_channel', id: 'mail0', address: 'help@acme.example', status: 'active' },
    ...Array.from({ length: 300 }, () => facts.record()),
    ...Array.from({ length: 120 }, (_, index) => ({
      type: 'agent_state',
      agent_id: `a${index % 3}`,
      at: at(2 * index),
      state: ['available', 'busy', 'lunch', 'offline'][index % 4],
      ...(index % 5 === 0 && { team_id: 'red', department_id: 'd', reason: 'list' }),
    })),
    { type: 'agent_state', agent_id: 'a0', at: at(6), deleted: true },
    {
      type: 'shift',
      id: 'early',
      agent_id: 'a0',
      started_at: at(4),
      ended_at: at(12),
      activity: 'work',
      team_id: 'red',
    },
    {
      type: 'shift',
      id: 'night',
      agent_id: 'a1',
      started_at: at(20),
      ended_at: at(28),
      activity: 'training',
    },
    { type: 'shift', id: 'gone', agent_id: 'a1', started_at: at(20), ended_at: at(21), activity: 'break' },
    { type: 'shift', id: 'gone', deleted: true },
    // More than two pages of interactions.
    ...Array.from({ length: 230 }, (_, index) => ({ ...call, id: `page ${index}`, started_at: at(7) })),
    {
      ...call,
      id: 'named',
      started_at: at(1),
      customer: { name: 'Zoë Q.', phone: PHONE, email: 'z@q.example' },
    },
    {
      ...call,
      id: 'again',
      started_at: at(9),
      customer: { phone: PHONE },
      subject: WORDS,
      transcript: WORDS,
    },
    {
      ...call,
      kind: 'conversation',
      channel: 'chat',
      id: 'in open time',
      started_at: at(1),
      sla: { first_response_seconds: 60, resolution_seconds: 90_000, paused_seconds: 7, calendar: 'office' },
    },
    { ...call, id: 'gold', started_at: at(2), attributes: { vip: true, seats: -3, tier: 'gold' } },
    { ...call, id: 'no duration', started_at: at(2), answered_at: at(2.01) },
    { ...call, id: 'no length', started_at: at(2), answered_at: at(2.01), ended_at: at(2.01) },
    { ...call, id: 'long', started_at: at(2), answered_at: at(2), ended_at: at(200) },
    { ...call, id: 'too long', started_at: at(2), answered_at: at(2), ended_at: at(400) },
    { ...call, id: 'left', status: 'abandoned', started_at: at(2) },
    { ...call, id: 'left, timed', status: 'abandoned', started_at: at(2), duration_seconds: 5 },
    { ...call, id: 'rang', status: 'missed', started_at: at(2), ended_at: at(2.01) },
    {
      ...call,
      id: 'plain',
      started_at: at(3),
      outcome: 'resolved',
      transferred: true,
      first_contact_resolved: true,
    },
    {
      ...call,
      id: 'cheap',
      started_at: at(3),
      cost: { llm: 0.000003, tts: 0.1 },
      sentiment: { score: 0.0003 },
    },
    { ...call, id: 'erased', started_at: at(4), customer: { id: 'eve', name: 'Eve' } },
    {
      type: 'evaluation',
      id: 'of erased',
      interaction_id: 'erased',
      rating: 2,
      comment: WORDS,
      responded_at: at(5),
    },
    {
      type: 'evaluation',
      id: 'of named',
      interaction_id: 'named',
      rating: 4,
      comment: WORDS,
      responded_at: at(5),
    },
    { type: 'evaluation', id: 'waits', interaction_id: 'to come', rating: 1, responded_at: at(6) },
    {
      type: 'evaluation',
      id: 'of the first agent',
      interaction_id: 'named',
      rating: 5,
      responded_at: at(6),
      agent_id: 'agent2',
      team_id: 'team1',
    },
    { type: 'customer', id: 'eve', deleted: true },
  ];
}

async function ingest(tenant: TestTenant, body: string): Promise<{ rejected: number; errors: unknown[] }> {
  const headers = { 'Content-Type': 'application/x-ndjson' };
  const response = await call('/api/v1/ingest', {
    method: 'POST',
    bearer: (await tenant.key()).key,
    headers,
    body,
  });
  expect(response.status).toBe(200);
  return response.json();
}

async function started(tenant: TestTenant, bearer: string): Promise<string> {
  const response = await call(`/api/v1/tenants/${tenant.slug}/export`, { method: 'POST', bearer });
  expect(response.status).toBe(202);
  return (await response.json<{ export_id: string }>()).export_id;
}

function statusOf(tenant: TestTenant, id: string, bearer: string): Promise<Response> {
  return call(`/api/v1/tenants/${tenant.slug}/export/${id}`, { bearer });
}

/** The link to the file of an export, once it is there. */
async function linkTo(tenant: TestTenant, id: string, bearer: string): Promise<string> {
  return vi.waitFor(
    async () => {
      const { download_url } = await (await statusOf(tenant, id, bearer)).json<{
        download_url: string | null;
      }>();
      expect(download_url).not.toBeNull();
      return new URL(download_url!).pathname;
    },
    { timeout: 20_000, interval: 100 },
  );
}

async function exported(tenant: TestTenant): Promise<string[]> {
  const bearer = await tenant.token('tenant_owner');
  const file = await call(await linkTo(tenant, await started(tenant, bearer), bearer));
  expect([file.status, file.headers.get('Content-Type')]).toEqual([200, 'application/x-ndjson']);
  expect(file.headers.get('Content-Disposition')).toMatch(/callmeter-tenant-[\d-]+\.ndjson/);
  return (await file.text()).trimEnd().split('\n');
}

const byIdOf = (all: string[], id: string) =>
  all.map((line) => JSON.parse(line)).find((each) => each.id === id);
const isRecord = (line: string): boolean => !line.startsWith('{"export":');

const ATTRIBUTES = [
  { key: 'tier', type: 'token', label: 'Tier', dimension: true },
  { key: 'vip', type: 'boolean', dimension: false },
];

async function putAttributes(tenant: TestTenant, ...more: object[]): Promise<void> {
  const bearer = await tenant.token('tenant_admin');
  const body = { attributes: [...ATTRIBUTES, ...more] };
  expect((await call('/api/v1/attributes', { method: 'PUT', bearer, body })).status).toBe(200);
}

const LEVEL = { seconds: 20, target_percent: 80 };

let source: TestTenant;
let lines: string[];

beforeAll(async () => {
  source = await freshTenant({ timeZone: ZONE, countryCode: '351' });
  await putCalendars(source);
  await putAttributes(source, { key: 'seats', type: 'integer', dimension: false });
  const sent = records().map((record) => JSON.stringify(record));
  const { errors } = await ingest(source, sent.join('\n'));
  expect(errors).toEqual([]);
  const defined = await call('/api/v1/metrics', {
    method: 'POST',
    bearer: await source.token('tenant_owner'),
    body: {
      name: 'missed',
      label: 'Missed',
      unit: 'count',
      description: 'M.',
      numerator: { missed_calls: 1 },
    },
  });
  expect(defined.status).toBe(201);
  for (const [path, body] of [
    ['', { name: 'Rule', applies_to: { queue: 'q' }, effective_from: '2026-03-01', ...LEVEL }],
    ['/freeze', { through: '2026-02-28' }],
  ] as const) {
    const bearer = await source.token('tenant_owner');
    const agreed = await call(`/api/v1/service-level-policies${path}`, { method: 'POST', bearer, body });
    expect(agreed.ok).toBe(true);
  }
  await putAttributes(source);
  lines = await exported(source);
}, 60_000);

describe('the export of a tenant', () => {
  test('in slices of a page each is the same', async () => {
    const period = { start: SPAN.start, end: SPAN.start + 1, zone: 'UTC', fromDay: 20_513, toDay: 20_513 };
    const queue = { send: async () => undefined } as never;
    const { id } = await createExport(contextOf(source, { env: { EXPORT_QUEUE: queue } }), {
      spec: { kind: 'tenant' },
      format: 'ndjson',
      from: '2026-03-01',
      to: '2026-03-01',
      period,
    });
    const workshop = workshopOf(source, 0, { openSource: sourceOf, formatOf, sliceMilliseconds: 0 });
    let slices = 1;
    for (; (await runSlice(workshop, id)) === 'more'; slices += 1);
    expect(slices).toBeGreaterThan(2);
    const file = await env.EXPORT_FILES.get(`${source.slug}/${id}.ndjson`);
    const written = (await file!.text()).trimEnd().split('\n');
    expect(written.filter(isRecord)).toEqual(lines.filter(isRecord));
    expect(written.at(-1)).toBe('{"export":"end"}');
  });

  test('taken in by a fresh tenant gives the same figures, records and personal data', async () => {
    const copy = await freshTenant({ timeZone: ZONE, countryCode: '351' });
    await putCalendars(copy);
    await putAttributes(copy);
    const report = await ingest(copy, lines.filter(isRecord).join('\n'));
    expect(report).toMatchObject({ rejected: 0, errors: [] });
    expect(await allFigures(copy.store, ASKED)).toEqual(await allFigures(source.store, ASKED));
    // What is exported again is the same to the letter, so nothing of a record was lost on the way.
    expect((await exported(copy)).filter(isRecord)).toEqual(lines.filter(isRecord));

    const search = `/api/v1/analytics/search?start_date=2026-02-28&end_date=2026-03-16&phone=${encodeURIComponent(PHONE)}`;
    const found = await call(search, { bearer: (await copy.key()).key });
    const { results } = await found.json<{ results: { call_id: string }[] }>();
    expect(results.map(({ call_id }) => call_id)).toEqual(['again', 'named']);
  }, 60_000);

  test('holds personal data in clear, and nothing of who was erased', () => {
    const byId = new Map(lines.filter(isRecord).map((line) => [JSON.parse(line).id, JSON.parse(line)]));
    expect(byId.get('named')?.customer).toMatchObject({ name: 'Zoë Q.', phone: PHONE, email: 'z@q.example' });
    expect(byId.get('again')).toMatchObject({ subject: WORDS, transcript: WORDS });
    expect(byId.get('of named')?.comment).toBe(WORDS);
    expect(byId.get('of erased')?.comment).toBe('[erased]');
    expect(byId.get('erased')?.customer).toEqual({ id: expect.stringMatching(/^erased-/) });
    expect(lines.filter((line) => line.includes('"Eve') || line.includes('"eve"'))).toEqual([]);
  });

  test('holds settings, keys without secrets and the audit log, and tells its end', async () => {
    const rest = lines.filter((line) => !isRecord(line)).map((line) => JSON.parse(line));
    const kinds = rest.map((line) => line.export);
    expect(kinds[0]).toBe('settings');
    expect(rest[0]).toMatchObject({ tenant: source.slug, time_zone: ZONE, country_code: '351' });
    expect(kinds.at(-1)).toBe('end');
    expect(rest.filter((line) => line.export === 'calendar').map(({ id }) => id)).toEqual(CALENDAR_IDS);
    expect(rest.find((line) => line.export === 'calendar')).toMatchObject({
      time_zone: 'Europe/Paris',
      holidays: ['2026-03-30', '2026-10-26'],
    });
    expect(rest.filter((line) => line.export === 'attribute')).toEqual(
      ATTRIBUTES.map((attribute) => ({ export: 'attribute', ...attribute })),
    );
    expect(byIdOf(lines, 'gold').attributes).toEqual({ tier: 'gold', vip: true });
    expect(byIdOf(lines, 'in open time').sla).toEqual({
      first_response_seconds: 60,
      resolution_seconds: 90_000,
      paused_seconds: 7,
      calendar: 'office',
    });
    expect(rest.find((line) => line.export === 'api_key')).toEqual({
      export: 'api_key',
      id: expect.any(String),
      name: 'Test key',
      scopes: expect.any(Array),
      created_at: expect.any(String),
      expires_at: null,
      last_used_at: expect.anything(),
    });
    expect(rest.filter((line) => line.export === 'metric')).toEqual([
      {
        export: 'metric',
        name: 'missed',
        label: 'Missed',
        unit: 'count',
        better: 'neutral',
        description: 'M.',
        numerator: { calls_missed: 1 },
        denominator: null,
        filter: null,
      },
    ]);
    expect(rest.filter(({ export: kind }) => /^service_level/.test(kind))).toEqual([
      {
        export: 'service_level_policy',
        id: expect.any(String),
        name: 'Rule',
        rules: { ...LEVEL, short_abandon: 5, abandoned: 'negative', overflowed: 'ignored' },
        applies_to: { queue: 'q' },
        effective_from: '2026-03-01',
        effective_at: expect.any(String),
        created_at: expect.any(String),
      },
      { export: 'service_level_freeze', through: '2026-02-28', frozen_at: expect.any(String) },
    ]);
    const actions = rest.filter((line) => line.export === 'audit_entry').map((line) => line.action);
    expect(actions).toEqual(expect.arrayContaining(['tenant_created', 'customer_erased', 'tenant_exported']));
    const hashes = await source.store.batch([
      { text: 'SELECT secret_hash FROM api_keys WHERE tenant = ?1', params: [] },
    ]);
    for (const { secret_hash } of hashes[0] as { secret_hash: string }[]) {
      expect(lines.some((line) => line.includes(secret_hash))).toBe(false);
    }
  });

  test('is for owners and super_admins alone, and its file for nobody with another route', async () => {
    const path = `/api/v1/tenants/${source.slug}/export`;
    const { key } = await source.key();
    const statuses = await Promise.all(
      [key, await source.token('tenant_admin'), await source.token('manager')].map(
        async (bearer) => (await call(path, { method: 'POST', bearer })).status,
      ),
    );
    expect(statuses).toEqual([403, 403, 403]);
    const owner = await source.token('tenant_owner');
    const foreign = await freshTenant();
    expect(
      (await call(`/api/v1/tenants/${foreign.slug}/export`, { method: 'POST', bearer: owner })).status,
    ).toBe(403);
    const id = await started(source, owner);
    await linkTo(source, id, owner);
    for (const other of [
      `/v1/analytics/export/${id}`,
      `/api/v1/reports/${id}/download`,
      `/api/v1/analytics/export/${id}/download`,
    ]) {
      expect((await call(other, { bearer: key })).status).toBe(404);
    }
    expect((await statusOf(source, id, await source.token('tenant_admin'))).status).toBe(403);
  });

  test('is withdrawn when any customer is erased', async () => {
    const tenant = await freshTenant();
    const record = {
      type: 'interaction',
      id: 'i',
      kind: 'call',
      status: 'missed',
      started_at: '2026-03-01T00:00:00Z',
    };
    await ingest(tenant, JSON.stringify({ ...record, customer: { id: 'eve', name: 'Eve' } }));
    const owner = await tenant.token('tenant_owner');
    const id = await started(tenant, owner);
    const link = await linkTo(tenant, id, owner);
    await ingest(tenant, JSON.stringify({ type: 'customer', id: 'eve', deleted: true }));
    expect((await call(link)).status).toBe(410);
    expect(await (await statusOf(tenant, id, owner)).json()).toMatchObject({
      status: 'failed',
      download_url: null,
    });
  });
});
