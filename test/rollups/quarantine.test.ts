import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { type Quarantined, quarantineQuery } from '../../src/rollups/quarantine.ts';
import { reconcile } from '../../src/rollups/reconcile.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { retryQuarantined } from '../../src/rollups/retry.ts';
import { call } from '../support/client.ts';
import { freshTenant, nowSeconds } from '../support/tenant.ts';
import { differencesOf, disturbed, expectSettled, far, History, pendingOf, settles } from './support.ts';

/** `?2` is the image. */
const DAMAGE = {
  base: statement(`UPDATE changes SET base = ?2 WHERE tenant = ?1 AND id = 'poison'`),
  current: statement(`UPDATE changes SET current = ?2 WHERE tenant = ?1 AND id = 'poison'`),
};
const DAMAGE_ROW = statement(`
  UPDATE rollups SET base_measures = '{"calls":' WHERE tenant = ?1 AND dimension = 'all' AND day = 20541`);
const HUGE = statement(`
  UPDATE changes SET current = json_set(current, '$.i[3].C', json('{"l":9007199254740991,"t":9007199254740991}'))
  WHERE tenant = ?1 AND id = 'poison'`);

/** Of the tenant's local days 20541 (2026-03-29) and the one before. */
const POISON = {
  type: 'interaction',
  id: 'poison',
  kind: 'call',
  status: 'completed',
  started_at: '2026-03-29T10:00:00Z',
  agent_id: 'agent0',
  duration_seconds: 100,
};

let history: History;

beforeEach(async () => {
  history = new History(await freshTenant({ timeZone: 'Europe/Paris' }), 11);
  await history.store([POISON]);
  await history.random(60);
  await refresh(history.tenant, { deadline: far() });
  await history.random(40);
});

async function quarantined(): Promise<Quarantined[]> {
  const [rows] = await history.tenant.store.batch([quarantineQuery(100)]);
  return rows;
}

const damage = (image: 'base' | 'current', text: string) =>
  history.tenant.store.batch([DAMAGE[image].with(text)]);

/** Figures without the poisoned change, then with it. */
async function changed(): Promise<[before: unknown, after: unknown]> {
  const before = await history.figures();
  await history.store([{ ...POISON, duration_seconds: 777, status: 'missed' }]);
  return [before, await history.figures()];
}

const UNREADABLE: readonly [string, string][] = [
  ['text that is no JSON', '{"i":'],
  ['no image', '[1,2]'],
  ['null instead of an object', 'null'],
  ['no interaction', '{"i":null,"p":null,"q":null,"e":[],"r":[]}'],
  ['an interaction without its body', '{"i":[1774778400,null,null,null],"p":null,"q":null,"e":[],"r":[]}'],
  ['a duration as text', '{"i":[1774778400,null,null,{"n":"12"}],"p":null,"q":null,"e":[],"r":[]}'],
  [
    'a duration beyond whole numbers',
    '{"i":[1774778400,null,null,{"n":1e300}],"p":null,"q":null,"e":[],"r":[]}',
  ],
  ['an instant in the far future', '{"i":[1e14,null,null,{}],"p":null,"q":null,"e":[],"r":[]}'],
  ['an instant before all', '{"i":[-60000000000,null,null,{}],"p":null,"q":null,"e":[],"r":[]}'],
  ['a rating in no list', '{"i":[1774778400,null,null,{}],"p":null,"q":null,"e":{},"r":[]}'],
];

describe('a change whose current image cannot be read', () => {
  test.each(UNREADABLE)('%s: it is set aside, the rest is taken in', async (_, image) => {
    const [before, after] = await changed();
    await damage('current', image);
    // Reads leave it out from the first moment on.
    expect(await history.figures()).toEqual(before);
    expect(await refresh(history.tenant, { deadline: far() })).toEqual({ done: true });
    expect(await history.figures()).toEqual(before);
    expect(await quarantined()).toEqual([
      { kind: 'interaction', id: 'poison', since: expect.any(Number), reason: 'unreadable' },
    ]);
    expect(await pendingOf(history.tenant)).toBe(1);
    expect(await retryQuarantined(history.tenant, { deadline: far() })).toEqual({ tried: 1, failed: 0 });
    expect(await quarantined()).toEqual([]);
    await expectSettled(history, after as never);
  });

  test('is taken in once the record is sent again', async () => {
    const [before] = await changed();
    await damage('current', '{');
    await refresh(history.tenant, { deadline: far() });
    expect(await history.figures()).toEqual(before);
    await history.store([{ ...POISON, duration_seconds: 778 }]);
    const mended = await history.figures();
    expect(mended).not.toEqual(before);
    expect(await quarantined()).toEqual([]);
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, mended);
  });

  test('is taken in once the record is deleted', async () => {
    await changed();
    await damage('current', '{');
    await refresh(history.tenant, { deadline: far() });
    await history.store([{ type: 'interaction', id: 'poison', deleted: true }]);
    expect(await quarantined()).toEqual([]);
    const figures = await history.figures();
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });

  test('does not stop a rebuild, a check or a move to another zone', async () => {
    const [before, after] = await changed();
    await damage('current', '{');
    expect(await differencesOf(history.tenant)).toBe(0);
    expect(await quarantined()).toHaveLength(1);
    expect(await bringUpToDate(history.tenant, { timeZone: 'Asia/Kathmandu', deadline: far() })).toBe(true);
    expect(await bringUpToDate(history.tenant, { timeZone: 'Europe/Paris', deadline: far() })).toBe(true);
    expect(await history.figures()).toEqual(before);
    await refresh(history.tenant, { deadline: far() });
    const report = await reconcile({ store: history.tenant.store, now: nowSeconds() }, { random: () => 0.5 });
    expect(report).toMatchObject({ retried: { tried: 1, failed: 0 }, differences: 0 });
    await expectSettled(history, after as never);
  });

  test('does not stop the erasure of a customer', async () => {
    await changed();
    await damage('current', '{');
    await history.store([{ type: 'customer', id: 'customer1', deleted: true }]);
    await refresh(history.tenant, { deadline: far() });
    expect(await retryQuarantined(history.tenant, { deadline: far() })).toEqual({ tried: 1, failed: 0 });
    await expectSettled(history, await history.figures());
  });
});

describe('a change whose base cannot be read', () => {
  test.each(UNREADABLE)('%s: a retry rebuilds the days of the record', async (_, image) => {
    const [before, after] = await changed();
    await damage('base', image);
    expect(await refresh(history.tenant, { deadline: far() })).toEqual({ done: true });
    expect(await history.figures()).toEqual(before);
    expect(await quarantined()).toHaveLength(1);
    expect(await retryQuarantined(history.tenant, { deadline: far() })).toEqual({ tried: 1, failed: 0 });
    expect(await quarantined()).toEqual([]);
    await expectSettled(history, after as never);
  });
});

describe('a change that can be read and not be counted', () => {
  test('is found by halving, wherever it lies, and the rest is taken in', async () => {
    const [before] = await changed();
    await history.tenant.store.batch([HUGE.with()]);
    let transactions = 0;
    const counted = disturbed(history.tenant.store, (queries, run) => {
      if (settles(queries)) transactions += 1;
      return run();
    });
    expect(await refresh({ store: counted }, { deadline: far() })).toEqual({ done: true });
    expect(transactions).toBeGreaterThan(0);
    expect(await quarantined()).toMatchObject([{ id: 'poison', reason: 'inexact' }]);
    expect(await history.figures()).toEqual(before);
    expect(await differencesOf(history.tenant)).toBe(0);
  });

  test('a database that fails is no fault of a record', async () => {
    await changed();
    const pending = await pendingOf(history.tenant);
    const failing = disturbed(history.tenant.store, (queries, run) =>
      settles(queries) ? Promise.reject(new Error('D1_ERROR: Network connection lost.')) : run(),
    );
    await expect(refresh({ store: failing }, { deadline: far() })).rejects.toThrow('Network connection lost');
    expect([await quarantined(), await pendingOf(history.tenant)]).toEqual([[], pending]);
  });

  test('a database that says too large of everything has at most 20 changes set aside at a time', async () => {
    const failing = disturbed(history.tenant.store, (queries, run) =>
      settles(queries) ? Promise.reject(new Error('D1_ERROR: string or blob too big: SQLITE_TOOBIG')) : run(),
    );
    expect(await refresh({ store: failing }, { deadline: far() })).toEqual({ done: false });
    expect(await quarantined()).toHaveLength(20);
    const { failed } = await retryQuarantined(history.tenant, { deadline: far() });
    expect(failed).toBe(0);
    await expectSettled(history, await history.figures());
  });
});

describe('a rollup row that cannot be read', () => {
  test('has its day rebuilt by the next refresh that touches it', async () => {
    const [, after] = await changed();
    await history.tenant.store.batch([DAMAGE_ROW.with()]);
    expect(await refresh(history.tenant, { deadline: far() })).toEqual({ done: true });
    expect(await quarantined()).toEqual([]);
    await expectSettled(history, after as never);
  });

  test('does not stop reads: the facts answer', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([DAMAGE_ROW.with()]);
    expect(await history.figures()).toEqual(figures);
  });
});

describe('the routes', () => {
  test('list newest first, page by page, and retry', async () => {
    await changed();
    await history.store([{ ...POISON, id: 'other', started_at: '2026-03-29T10:00:00Z' }]);
    const break_ = statement(
      `UPDATE changes SET current = '{' WHERE tenant = ?1 AND id IN ('poison', 'other')`,
    );
    await history.tenant.store.batch([break_.with()]);
    await refresh(history.tenant, { deadline: far() });
    const bearer = await history.tenant.token('tenant_admin');
    const pages = [];
    let cursor: string | null = null;
    do {
      const query: string = cursor === null ? '' : `&cursor=${cursor}`;
      const response = await call(`/api/v1/quarantine?limit=1${query}`, { bearer });
      expect(response.status).toBe(200);
      const page = (await response.json()) as { quarantine: unknown[]; next_cursor: string | null };
      pages.push(...page.quarantine);
      cursor = page.next_cursor;
    } while (cursor !== null);
    expect(pages).toMatchObject([
      {
        type: 'interaction',
        id: 'other',
        reason: 'unreadable',
        detail: expect.stringContaining('cannot be read'),
      },
      { type: 'interaction', id: 'poison', reason: 'unreadable' },
    ]);
    const retried = await call('/api/v1/quarantine/retry', { method: 'POST', bearer });
    expect(await retried.json()).toEqual({ tried: 2, failed: 0 });
    const empty = await call('/api/v1/quarantine', { bearer });
    expect(await empty.json()).toEqual({ quarantine: [], next_cursor: null });
  });

  test.each(['x', 'WzEsMl0', ''])('a cursor that was never answered, %s: 400', async (cursor) => {
    const bearer = await history.tenant.token('tenant_owner');
    expect((await call(`/api/v1/quarantine?cursor=${cursor}`, { bearer })).status).toBe(400);
  });
});
