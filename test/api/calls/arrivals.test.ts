import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../../src/db/statement.ts';
import { forgetOld } from '../../../src/privacy/retention.ts';
import { bringUpToDate } from '../../../src/rollups/generations.ts';
import { rebuildDay } from '../../../src/rollups/rebuild-day.ts';
import { refresh } from '../../../src/rollups/refresh.ts';
import { dayOfDate } from '../../../src/time/dates.ts';
import { disturbed, far, settles } from '../../rollups/support.ts';
import { call } from '../../support/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aCall, aRating, removal, type Sent, times } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { callsClient } from './client.ts';

const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };
const LOG = statement<{ kind: string; records: number }>(
  'SELECT kind, sum(records) AS records FROM changes WHERE tenant = ?1 GROUP BY kind ORDER BY kind',
);
const CUSTOMERS = statement<{ text: string | null }>(`
  SELECT base AS text FROM changes WHERE tenant = ?1 UNION ALL SELECT current FROM changes WHERE tenant = ?1
  UNION ALL SELECT customer_id FROM interactions WHERE tenant = ?1`);

/** Calls c1 to c24 of a minute each, at noon: of six customers, of Ann and Bob in turn, all in sales. */
function theCall(index: number, fields: Sent = {}): Sent {
  return aCall(`c${index}`, {
    duration_seconds: 60,
    customer: { id: `customer-${index % 6}` },
    agent_id: index % 2 ? 'ann' : 'bob',
    department_id: 'sales',
    ...fields,
  });
}
const CALLS = times(24, (index) => theCall(index));
const FIGURES = {
  total_calls: 24,
  completed_calls: 24,
  missed_calls: 0,
  avg_duration: 60,
  avg_rating: null as number | null,
  total_customers: 6,
  new_customers: 6,
};
type Figures = typeof FIGURES;

let client: ReadsClient;

beforeEach(async () => {
  client = await callsClient();
});

async function log(): Promise<Record<string, number>> {
  const [rows] = await client.tenant.store.batch([LOG.with()]);
  return Object.fromEntries(rows.map(({ kind, records }) => [kind, records]));
}

/** The days that calls lie on, and that they are rated on. */
const DAYS = ['2026-02-10', '2026-03-09', '2026-03-10'];

/** Rollup rows that are not what the facts say; they are repaired by it. */
async function differences(): Promise<number> {
  let count = 0;
  for (const date of DAYS) {
    const target = ({ generation, layout }: { generation: number; layout: string }) => ({
      generation,
      zone: 'UTC',
      layout,
    });
    count += await rebuildDay(client.tenant, { day: dayOfDate(date)!, target });
  }
  return count;
}

/** The overview is this while changes are pending, once they are taken in, and after a rebuild. */
async function expectFigures(changed: Partial<Figures> = {}): Promise<void> {
  const expected = { ...FIGURES, ...changed };
  expect(await client.read('overview', MARCH)).toMatchObject(expected);
  expect(await differences()).toBe(0);
  expect(await client.readTwice('overview', MARCH)).toMatchObject(expected);
  expect(await log()).toEqual({});
  expect(await differences()).toBe(0);
  expect(await client.read('overview', MARCH)).toMatchObject(expected);
}

const CHANGES: readonly [what: string, records: readonly Sent[], figures: Partial<Figures>][] = [
  ['nothing more', [], {}],
  ['one is missed', [theCall(5, { status: 'missed' })], { completed_calls: 23, missed_calls: 1 }],
  [
    'one is missed, and completed again',
    [theCall(5, { status: 'missed' }), theCall(5, { duration_seconds: 84 })],
    { avg_duration: 61 },
  ],
  ['one is open again', [theCall(5, { status: 'open' })], { total_calls: 23, completed_calls: 23 }],
  ['one is deleted', [removal('interaction', 'c5')], { total_calls: 23, completed_calls: 23 }],
  ['one is deleted and sent again', [removal('interaction', 'c5'), theCall(5)], {}],
  [
    'all of one customer are deleted',
    [5, 11, 17, 23].map((index) => removal('interaction', `c${index}`)),
    { total_calls: 20, completed_calls: 20, total_customers: 5, new_customers: 5 },
  ],
  [
    'one is of a seventh customer',
    [theCall(5, { customer: { id: 'x' } })],
    { total_customers: 7, new_customers: 7 },
  ],
  ['its customer called before', [theCall(25, { started_at: '2026-02-10T12:00:00Z' })], { new_customers: 5 }],
  [
    'the first of its customer moves to the month before',
    [theCall(1, { started_at: '2026-02-10T12:00:00Z' })],
    { total_calls: 23, completed_calls: 23, new_customers: 5 },
  ],
  ['one is rated', [aRating('e', 'c5', 4)], { avg_rating: 4 }],
  ['one is rated, and rated anew', [aRating('e', 'c5', 4), aRating('e', 'c5', 2)], { avg_rating: 2 }],
  ['its rating moves to another', [aRating('e', 'c5', 4), aRating('e', 'c6', 3)], { avg_rating: 3 }],
  ['its rating is deleted', [aRating('e', 'c5', 4), removal('evaluation', 'e')], {}],
  [
    'it is rated and deleted',
    [aRating('e', 'c5', 4), removal('interaction', 'c5')],
    { total_calls: 23, completed_calls: 23 },
  ],
  ['its customer is erased', [{ type: 'customer', id: 'customer-5', deleted: true }], {}],
  [
    'its customer is erased, and it is edited after that',
    [{ type: 'customer', id: 'customer-5', deleted: true }, theCall(5, { status: 'missed' })],
    { completed_calls: 23, missed_calls: 1 },
  ],
];

describe.each(['pending', 'settled'])('new calls of one request, %s', (state) => {
  test.each(CHANGES)('%s', async (_what, records, figures) => {
    await client.send(...CALLS);
    if (state === 'settled') await client.refresh();
    expect(await log()).toEqual(state === 'settled' ? {} : { arrivals: 24 });
    for (const record of records) await client.send(record);
    await expectFigures(figures);
  });

  test('others come in a second request', async () => {
    await client.send(...CALLS);
    if (state === 'settled') await client.refresh();
    await client.send(...times(24, (index) => theCall(24 + index, { started_at: '2026-03-09T12:00:00Z' })));
    expect(await client.read('overview', { date_from: '2026-03-10', date_to: '2026-03-31' })).toMatchObject({
      total_calls: 24,
      total_customers: 6,
      new_customers: 0,
    });
    await expectFigures({ total_calls: 48, completed_calls: 48 });
  });

  test('an erased customer is in no image', async () => {
    await client.send(...CALLS);
    if (state === 'settled') await client.refresh();
    await client.send(theCall(11, { status: 'missed' }), {
      type: 'customer',
      id: 'customer-5',
      deleted: true,
    });
    const [rows] = await client.tenant.store.batch([CUSTOMERS.with()]);
    const text = rows.map((row) => row.text).join();
    expect([text.includes('customer-5'), text.includes('customer-4'), text.includes('erased-')]).toEqual([
      false,
      true,
      true,
    ]);
    await expectFigures({ completed_calls: 23, missed_calls: 1 });
  });

  test('one was rated before it came', async () => {
    await client.send(aRating('e', 'c5', 4));
    if (state === 'settled') await client.refresh();
    await client.send(...CALLS);
    await expectFigures({ avg_rating: 4 });
  });

  test('the tenant moves to another zone and back', async () => {
    await client.send(...CALLS);
    if (state === 'settled') await client.refresh();
    await client.send(theCall(5, { status: 'missed' }));
    for (const timeZone of ['Asia/Kathmandu', 'UTC']) {
      expect(await bringUpToDate(client.tenant, { timeZone, deadline: far() })).toBe(true);
    }
    await expectFigures({ completed_calls: 23, missed_calls: 1 });
  });

  test('retention takes what is personal and no figure', async () => {
    await client.send(...CALLS);
    if (state === 'settled') await client.refresh();
    const context = { store: client.tenant.store, now: nowSeconds() + 86_400 };
    expect(await forgetOld(context, { retentionDays: 1, until: far() })).toEqual({ done: true });
    await client.send(theCall(5, { status: 'missed' }));
    await expectFigures({ completed_calls: 23, missed_calls: 1 });
  });
});

test.each(CHANGES.slice(1))('in the same request: %s', async (_what, records, figures) => {
  await client.send(...CALLS, ...records);
  await expectFigures(figures);
});

test.each(CHANGES.slice(1))('while a refresh takes them in: %s', async (_what, records, figures) => {
  await client.send(...CALLS);
  const { store } = client.tenant;
  let disturbances = 0;
  const racing = disturbed(store, async (queries, run) => {
    if (settles(queries) && disturbances === 0) {
      disturbances += 1;
      for (const record of records) await client.send(record);
    }
    return run();
  });
  await refresh({ store: racing }, { deadline: far() });
  expect(disturbances).toBe(1);
  await expectFigures(figures);
});

test.each([
  [
    true,
    400,
    { total_calls: 0, completed_calls: 0, avg_duration: null, total_customers: 0, new_customers: 0 },
  ],
  [false, 200, { total_calls: 23, completed_calls: 23 }],
])('one of them cannot be read; all or none: %s', async (atomic, status, figures) => {
  const records = [...CALLS.slice(0, 4), theCall(5, { status: 'done' }), ...CALLS.slice(5)];
  const response = await call(`/api/v1/ingest?atomic=${atomic}`, {
    method: 'POST',
    bearer: client.key,
    body: { records },
  });
  expect(response.status).toBe(status);
  await response.body?.cancel();
  expect(await log()).toEqual(atomic ? {} : { arrivals: 23 });
  await expectFigures(figures as Partial<Figures>);
});

test('two requests of the same calls at once: each call counts once', async () => {
  const sent = await Promise.all(
    [1, 2].map(() =>
      call('/api/v1/ingest', { method: 'POST', bearer: client.key, body: { records: CALLS } }),
    ),
  );
  const reports = await Promise.all(sent.map((each) => each.json<Record<string, number>>()));
  expect(reports.map(({ created, unchanged }) => created! + unchanged!)).toEqual([24, 24]);
  expect(reports.reduce((sum, { created }) => sum + created!, 0)).toBe(24);
  expect(await log()).toEqual({ arrivals: 24 });
  await expectFigures();
});
