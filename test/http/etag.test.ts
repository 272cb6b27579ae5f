import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import * as z from 'zod';
import { ROUTES } from '../../src/api/registry.ts';
import { statement } from '../../src/db/statement.ts';
import { defineOperation, type Route } from '../../src/http/operation.ts';
import { runQueries } from '../../src/query/query-batch.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { resolvePeriod } from '../../src/time/period.ts';
import { appOf } from '../support/app.ts';
import { type CallOptions, costOf } from '../support/client.ts';
import { aCall, aChat, type Sent } from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';

const OVERVIEW = '/api/v1/analytics/overview?date_from=2026-03-01';
const SLA = '/api/v2/analytics/conversations/sla-compliance?date_from=2026-03-01&date_to=2026-03-31';
const INSIGHTS = '/api/v2/analytics/conversations/insights?date_from=2026-03-01&date_to=2026-03-31';

type Caller = (path: string, options?: CallOptions) => Promise<Response>;

let tenant: TestTenant;
let key: string;
let calling: Caller;

beforeEach(async () => {
  vi.spyOn(console, 'log').mockImplementation(() => {});
  tenant = await freshTenant({ timeZone: 'America/New_York' });
  ({ key } = await tenant.key());
  calling = appOf(ROUTES);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function at(instant: string, offsetSeconds = 0): void {
  vi.spyOn(Date, 'now').mockReturnValue(Date.parse(instant) + offsetSeconds * 1_000);
}

async function send(...records: Sent[]): Promise<void> {
  const response = await calling('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
  expect(await response.json()).toMatchObject({ rejected: 0 });
}

async function ask(path: string, tag?: string | null, on = calling, more: CallOptions = {}) {
  const headers = tag ? { 'If-None-Match': tag } : {};
  const response = await on(path, { bearer: key, headers, ...more });
  const body = await response.text();
  return {
    status: response.status,
    tag: response.headers.get('ETag'),
    body,
    cost: costOf(response),
    response,
  };
}

test('a period that ends today by default has another tag when the local day ends', async () => {
  at('2026-03-11T03:59:58Z');
  await send(aCall('c1'));
  const { tag } = await ask(OVERVIEW);
  const fixed = await ask(`${OVERVIEW}&date_to=2026-03-31`);
  at('2026-03-11T03:59:59Z');
  expect((await ask(OVERVIEW, tag)).status).toBe(304);
  at('2026-03-11T04:00:00Z');
  const next = await ask(OVERVIEW, tag);
  expect([next.status, next.tag === tag, next.cost.trips]).toEqual([200, false, 1]);
  expect((await ask(`${OVERVIEW}&date_to=2026-03-31`, fixed.tag)).status).toBe(304);
});

test('a target that passes ends the tag, and with it the figure', async () => {
  const started = '2026-03-10T12:00:00Z';
  at(started, 10);
  await send(
    aChat('v1', { status: 'open', started_at: started, sla: { first_response_seconds: 60 } }),
    aChat('v2', { status: 'open', started_at: started, sla: { first_response_seconds: 600 } }),
  );
  for (const isRefreshed of [false, true]) {
    at(started, 20);
    if (isRefreshed) await refresh(tenant, { deadline: Date.now() + 60_000 });
    const first = await ask(SLA);
    at(started, 60);
    expect((await ask(SLA, first.tag)).status).toBe(304);
    at(started, 61);
    const second = await ask(SLA, first.tag);
    expect([second.status, second.body === first.body]).toEqual([200, false]);
    at(started, 600);
    expect((await ask(SLA, second.tag)).status).toBe(304);
    at(started, 601);
    const last = await ask(SLA, second.tag);
    expect([last.status, last.body === second.body]).toEqual([200, false]);
    at('2027-01-01T00:00:00Z');
    expect((await ask(SLA, last.tag)).status).toBe(304);
  }
});

test('a refresh changes the tag only where the state of the aggregates is shown', async () => {
  await send(aChat('v1'));
  const [figures, insights] = [await ask(SLA), await ask(INSIGHTS)];
  expect((await ask(INSIGHTS, insights.tag)).status).toBe(304);
  await refresh(tenant, { deadline: Date.now() + 60_000 });
  expect((await ask(SLA, figures.tag)).status).toBe(304);
  const next = await ask(INSIGHTS, insights.tag);
  expect([next.status, next.body.includes('"pending_days":0')]).toEqual([200, true]);
});

test('settings of the tenant are part of it, also before other isolates know them', async () => {
  const path = `${OVERVIEW}&date_to=2026-03-31`;
  const { tag } = await ask(path);
  const bearer = await tenant.token('tenant_admin');
  const change = { method: 'PATCH', bearer, body: { time_zone: 'Asia/Tokyo' } };
  expect((await appOf(ROUTES)(`/api/v1/tenants/${tenant.slug}`, change)).status).toBe(200);
  const stale = await ask(path, tag);
  const fresh = await ask(path, tag, appOf(ROUTES));
  expect([stale.status, fresh.status, stale.tag === fresh.tag]).toEqual([200, 200, false]);
});

test('another version of the code, or another role, asks anew', async () => {
  const { tag } = await ask(SLA);
  const version = (id: string) => ({ CODE_VERSION: { id, tag: '', timestamp: '' } });
  expect((await ask(SLA, tag, appOf(ROUTES, version('next')))).status).toBe(200);
  const [one, other] = [await tenant.token('manager'), await tenant.token('supervisor')];
  const asManager = await ask(SLA, undefined, calling, { bearer: one });
  const headers = { 'If-None-Match': asManager.tag! };
  expect((await ask(SLA, undefined, calling, { bearer: other, headers })).status).toBe(200);
  expect((await ask(SLA, undefined, calling, { bearer: one, headers })).status).toBe(304);
});

test('what is no tag of ours costs no trip, and does no harm', async () => {
  await ask(SLA);
  for (const tag of ['*', '""', 'W/"0"', `W/"z.1.${'x'.repeat(22)}"`, 'x'.repeat(5_000), ',,,', '"0.0.é"']) {
    const { status, cost } = await ask(SLA, tag);
    expect([tag.slice(0, 30), status, cost.trips]).toEqual([tag.slice(0, 30), 200, 1]);
  }
  const forged = await ask(SLA, `W/"zzzzzzzz.0.${'x'.repeat(22)}"`);
  expect([forged.status, forged.cost.trips]).toEqual([200, 2]);
});

test('a tag of older data costs no trip where newer data was seen', async () => {
  const old = await ask(SLA);
  await send(aChat('v1'));
  const first = await ask(SLA, old.tag);
  const second = await ask(SLA, old.tag);
  expect([first.status, first.cost.trips, second.status, second.cost.trips]).toEqual([200, 2, 200, 1]);
});

const RENAME = statement('UPDATE tenants SET name = ?2 WHERE tenant = ?1');
const permission = { scope: 'analytics:read', roles: ['manager'] } as const;

/** Reads a figure once, or twice with a change in between. */
const posted = defineOperation({
  id: 'posted',
  contract: 'core',
  method: 'POST',
  path: '/posted',
  summary: 'A route of a test.',
  credential: 'tenant',
  permission,
  conditional: 'figures',
  body: z.strictObject({ reads: z.int(), from: z.string().optional() }),
  response: z.object({}),
  async handle(context, { body }) {
    const names = { from: 'from', to: 'to' };
    const asked = { from: '2026-03-01', to: '2026-03-31', tz: undefined, names, defaultDays: 1 };
    const period = resolvePeriod({ ...asked, tenantZone: context.tenant.timeZone, now: context.now });
    for (let read = 0; read < body.reads; read += 1) {
      if (read > 0) await context.store.batch([RENAME.with(`Name ${read}`)]);
      await runQueries(context, { total: { measures: ['total_calls'], period } });
    }
    return {};
  },
});

test('a body is part of the request; figures of two moments have no tag, nor has an answer without any', async () => {
  const routes: Route[] = [posted];
  const on = appOf(routes);
  const post = (body: object, tag?: string | null) => ask('/posted', tag, on, { method: 'POST', body });
  const one = await post({ reads: 1 });
  expect((await post({ reads: 1 }, one.tag)).status).toBe(304);
  expect((await post({ reads: 1, from: 'x' }, one.tag)).status).toBe(200);
  for (const reads of [0, 2]) {
    const { status, tag, response } = await post({ reads });
    expect([status, tag, response.headers.get('Cache-Control')]).toEqual([200, null, 'private, no-store']);
  }
});
