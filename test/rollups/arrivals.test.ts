import { expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { SELECT_BACKLOG } from '../../src/rollups/changes.ts';
import { quarantineQuery } from '../../src/rollups/quarantine.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { retryQuarantined } from '../../src/rollups/retry.ts';
import { freshTenant } from '../support/tenant.ts';
import { expectSettled, far, History, SPAN_DAY } from './support.ts';

const LOG = statement<{ kind: string; rows: number; records: number }>(`
  SELECT kind, count(*) AS rows, sum(records) AS records FROM changes WHERE tenant = ?1 GROUP BY kind ORDER BY kind`);

const call = (index: number, fields: object = {}) => ({
  type: 'interaction',
  id: `c${index}`,
  kind: 'call',
  status: 'completed',
  started_at: `${SPAN_DAY}T10:${String(index % 60).padStart(2, '0')}:00Z`,
  duration_seconds: 100 + index,
  agent_id: `agent${index % 3}`,
  department_id: `department${index % 2}`,
  customer: { id: `customer${index % 7}` },
  ...fields,
});
const calls = (from: number, to: number) =>
  Array.from({ length: to - from }, (_, index) => call(from + index));
const rating = (index: number) => ({
  type: 'evaluation',
  id: `e${index}`,
  interaction_id: `c${index}`,
  rating: 1 + (index % 5),
  responded_at: `${SPAN_DAY}T12:00:00Z`,
});

async function started(): Promise<History> {
  return new History(await freshTenant({ timeZone: 'Europe/Paris' }), 5);
}

async function logOf({ tenant }: History): Promise<Record<string, [rows: number, records: number]>> {
  const [rows] = await tenant.store.batch([LOG.with()]);
  return Object.fromEntries(rows.map(({ kind, rows: count, records }) => [kind, [count, records]]));
}

async function settle(history: History): Promise<void> {
  const figures = await history.figures();
  await refresh({ store: history.tenant.store }, { deadline: far() });
  await expectSettled(history, figures);
}

test('120 new calls are three rows of the log, which count as 120 changes', async () => {
  const history = await started();
  await history.store(calls(0, 120));
  expect(await logOf(history)).toEqual({ arrivals: [3, 120] });
  const [[backlog]] = await history.tenant.store.batch([SELECT_BACKLOG.with()]);
  expect(backlog).toMatchObject({ pending: 120 });
  await settle(history);
});

test('fewer than 20 have a row each, without a base', async () => {
  const history = await started();
  await history.store(calls(0, 19));
  expect(await logOf(history)).toEqual({ interaction: [19, 19] });
  await settle(history);
});

test('20 share a row', async () => {
  const history = await started();
  await history.store(calls(0, 20));
  expect(await logOf(history)).toEqual({ arrivals: [1, 20] });
  await settle(history);
});

const TOUCHES: readonly [what: string, records: object[], log: object][] = [
  ['an edit', [call(5, { status: 'missed' })], { arrivals: [1, 37], interaction: [3, 3] }],
  [
    'an edit of one whose customer calls no more',
    [call(39, { status: 'missed' })],
    { arrivals: [1, 39], interaction: [1, 1] },
  ],
  [
    'another customer',
    [call(5, { customer: { id: 'customer1' } })],
    { arrivals: [1, 35], interaction: [5, 5] },
  ],
  ['a rating', [rating(5)], { arrivals: [1, 39], interaction: [1, 1] }],
  ['a rating, twice', [rating(5), { ...rating(5), rating: 1 }], { arrivals: [1, 39], interaction: [1, 1] }],
  [
    'a deletion',
    [{ type: 'interaction', id: 'c39', deleted: true }],
    { arrivals: [1, 39], interaction: [1, 1] },
  ],
  [
    'the deletion of all',
    calls(0, 40).map(({ id }) => ({ type: 'interaction', id, deleted: true })),
    { arrivals: [1, 0], interaction: [40, 40] },
  ],
  [
    'an earlier call of the customer',
    [call(40, { started_at: `${SPAN_DAY}T08:00:00Z`, customer: { id: 'customer6' } })],
    { arrivals: [1, 39], interaction: [2, 2] },
  ],
];

test.each(TOUCHES)('%s of a pending arrival gives it a row of its own', async (_what, records, log) => {
  const history = await started();
  await history.store(calls(0, 40));
  await history.store(records);
  expect(await logOf(history)).toEqual(log);
  await settle(history);
});

test.each(TOUCHES)('%s of a settled arrival has the base that rollups hold', async (_what, records) => {
  const history = await started();
  await history.store(calls(0, 40));
  await refresh({ store: history.tenant.store }, { deadline: far() });
  await history.store(records);
  expect((await logOf(history)).arrivals).toBeUndefined();
  await settle(history);
});

test('one that left and was settled before the others changes again', async () => {
  const history = await started();
  const { store } = history.tenant;
  await history.store(calls(0, 40));
  await history.store([call(39, { status: 'missed' })]);
  const KEEP_BACK = statement(
    `UPDATE changes SET quarantined_at = ?2 WHERE tenant = ?1 AND kind = 'arrivals'`,
  );
  const figures = await history.figures();
  await store.batch([KEEP_BACK.with(1)]);
  await refresh({ store }, { deadline: far() });
  await store.batch([KEEP_BACK.with(null)]);
  expect(await history.figures()).toEqual(figures);
  await history.store([call(39, { status: 'cancelled' })]);
  expect(await logOf(history)).toEqual({ arrivals: [1, 39], interaction: [1, 1] });
  await settle(history);
});

test('a call that was rated before it came, and the others that come with it', async () => {
  const history = await started();
  await history.store([rating(5)]);
  expect(await logOf(history)).toEqual({ interaction: [1, 1] });
  await history.store(calls(0, 40));
  expect(await logOf(history)).toEqual({ arrivals: [1, 39], interaction: [1, 1] });
  await history.store([call(5, { duration_seconds: 7 })]);
  await settle(history);
});

test('a call with many ratings has a row of its own, so that no row grows without bounds', async () => {
  const history = await started();
  const ratings = Array.from({ length: 3 }, (_, index) => ({ ...rating(7), id: `r${index}` }));
  await history.store([...calls(0, 40), ...ratings]);
  expect(await logOf(history)).toEqual({ arrivals: [1, 39], interaction: [1, 1] });
  await settle(history);
});

test('an arrival that cannot be read is set aside, and blocks none of the others', async () => {
  const history = await started();
  const { store } = history.tenant;
  await history.store(calls(1, 41));
  const others = await history.figures();
  await history.store(calls(41, 81).map((each, index) => (index === 3 ? { ...each, id: 'poison' } : each)));
  await store.batch([
    statement(
      `UPDATE interactions SET body = json_set(body, '$.e', 'x') WHERE tenant = ?1 AND id = 'poison'`,
    ).with(),
    statement(`UPDATE changes SET current = '[' WHERE tenant = ?1 AND kind = 'arrivals'`).with(),
  ]);
  expect(await history.figures()).not.toEqual(others);
  await refresh({ store }, { deadline: far() });
  const [rows] = await store.batch([quarantineQuery(10)]);
  expect(rows.map(({ kind, id }) => [kind, id])).toEqual([['interaction', 'poison']]);
  expect(await logOf(history)).toEqual({ interaction: [1, 1] });
  await history.store([{ type: 'interaction', id: 'poison', deleted: true }]);
  await settle(history);
});

/** The stored form of a cost; with any other, the sum is no exact number. */
const HUGE_COST = '{"l":9007199254740991}';

async function withCosts(): Promise<History> {
  const history = await started();
  await history.store([call(99, { cost: { llm: 1 }, customer: { id: 'other' } })]);
  await refresh({ store: history.tenant.store }, { deadline: far() });
  return history;
}

test('an arrival that can be read and not be counted is set aside, and counts once it can be', async () => {
  const history = await withCosts();
  const { store } = history.tenant;
  await history.store(calls(1, 41));
  const others = await history.figures();
  await history.store([call(41, { id: 'poison' }), ...calls(42, 81)]);
  const all = await history.figures();
  await store.batch([
    statement(
      `UPDATE interactions SET body = json_set(body, '$.C', json(?2)) WHERE tenant = ?1 AND id = 'poison'`,
    ).with(HUGE_COST),
    statement(`UPDATE changes SET current = '[' WHERE tenant = ?1 AND kind = 'arrivals'`).with(),
  ]);
  expect(await refresh({ store }, { deadline: far() })).toEqual({ done: true });
  const [rows] = await store.batch([quarantineQuery(10)]);
  expect(rows.map(({ kind, id, reason }) => [kind, id, reason])).toEqual([
    ['interaction', 'poison', 'inexact'],
  ]);
  expect(await history.figures()).not.toEqual(others);
  await store.batch([
    statement(
      `UPDATE interactions SET body = json_remove(body, '$.C') WHERE tenant = ?1 AND id = 'poison'`,
    ).with(),
  ]);
  expect(await retryQuarantined({ store }, { deadline: far() })).toEqual({ tried: 1, failed: 0 });
  await expectSettled(history, all);
});

test('beside an empty row of arrivals, a change that cannot be counted is set aside as well', async () => {
  const history = await withCosts();
  const { store } = history.tenant;
  const all = [call(0, { id: 'a' }), ...calls(1, 22)];
  await history.store(all);
  await history.store(all.map((each) => ({ ...each, status: 'missed' })));
  expect(await logOf(history)).toEqual({ arrivals: [1, 0], interaction: [22, 22] });
  await store.batch([
    statement(
      `UPDATE changes SET current = json_set(current, '$.i[3].C', json(?2)) WHERE tenant = ?1 AND id = 'a'`,
    ).with(HUGE_COST),
  ]);
  expect(await refresh({ store }, { deadline: far() })).toEqual({ done: true });
  const [rows] = await store.batch([quarantineQuery(10)]);
  expect(rows.map(({ id, reason }) => [id, reason])).toEqual([['a', 'inexact']]);
  expect(await logOf(history)).toEqual({ interaction: [1, 1] });
});
