import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { forgetOld } from '../../src/privacy/retention.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { reconcile } from '../../src/rollups/reconcile.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { retryQuarantined } from '../../src/rollups/retry.ts';
import { aCall, aRating, aReview, removal, type Sender, senderOf } from '../ingest/client.ts';
import { far, stateOf } from '../rollups/support.ts';
import { call } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { nowSeconds } from '../support/tenant.ts';

const AGENT = { type: 'agent', id: 'ann', name: 'Ann', updated_at: '2026-03-01T00:00:00Z' };
const COUNTER = {
  type: 'article_stats',
  article_id: 'a1',
  date: '2026-03-10',
  views: 5,
  helpful: 1,
  not_helpful: 0,
  updated_at: '2026-03-11T00:00:00Z',
};
const NEWER = { updated_at: '2026-03-20T00:00:00Z' };
const QUARANTINE = statement(`
  UPDATE changes SET current = '{' WHERE tenant = ?1 AND kind = 'interaction' AND id = 'c1'`);
const WRONG = statement(`
  UPDATE rollups SET base_measures = replace(base_measures, '"calls":1', '"calls":2') WHERE tenant = ?1`);

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
  await sender.send(
    aCall('c1', { customer: { id: 'crm-7', name: 'Ana' } }),
    aRating('e1', 'c1', 4, { comment: 'words' }),
    aReview('q1', 'c1'),
    AGENT,
    COUNTER,
  );
});

async function versions(): Promise<{ data: number; fence: number }> {
  const { data_version: data, version: fence } = await stateOf(sender.tenant);
  return { data, fence };
}

const refreshed = () => refresh(sender.tenant, { deadline: far() });
const context = () => ({ store: sender.tenant.store, now: nowSeconds() });

async function patched(change: object): Promise<void> {
  const bearer = await sender.tenant.token('super_admin');
  const options = { method: 'PATCH', bearer, body: change };
  expect((await call(`/api/v1/tenants/${sender.tenant.slug}`, options)).status).toBe(200);
}

async function posted(path: string, body: unknown): Promise<void> {
  const response = await call(path, {
    method: 'POST',
    bearer: await sender.tenant.token('tenant_admin'),
    body,
  });
  expect([path, response.ok]).toEqual([path, true]);
}

const sending =
  (...records: Sent[]) =>
  () =>
    sender.send(...records);

describe('moves', () => {
  const changes: [what: string, change: () => Promise<unknown>, before?: () => Promise<unknown>][] = [
    ['a new interaction', sending(aCall('c2'))],
    ['new interactions that are logged together', () => sender.send(...many('n', 30))],
    ['a changed interaction', sending(aCall('c1', { duration_seconds: 9, ...NEWER }))],
    ['a removed interaction', sending(removal('interaction', 'c1'))],
    ['a new rating', sending(aRating('e2', 'c1', 5))],
    ['a rating whose interaction comes later', sending(aRating('e2', 'later', 5))],
    ['a changed rating', sending(aRating('e1', 'c1', 1, NEWER))],
    ['a removed rating', sending(removal('evaluation', 'e1'))],
    ['a new review', sending(aReview('q2', 'c1'))],
    ['a removed review', sending(removal('quality_review', 'q1'))],
    ['a changed daily counter', sending({ ...COUNTER, ...NEWER, views: 6 })],
    ['a new name', sending({ ...AGENT, id: 'bob', name: 'Bob' })],
    ['a changed name', sending({ ...AGENT, ...NEWER, name: 'Anna' })],
    ['a removed name', sending(removal('agent', 'ann'))],
    [
      'a rating by a request',
      () => posted('/api/v1/evaluations', { evaluation: { call_id: 'c2', rating: 5 } }),
      sending(aCall('c2')),
    ],
    ['an erasure', () => posted('/api/v1/customers/crm-7/erase', {})],
    ['retention', () => forgetOld(context(), { retentionDays: 1, until: far() })],
    ['another time zone', () => patched({ time_zone: 'Asia/Tokyo' })],
    ['another country', () => patched({ country_code: '55' })],
    [
      'the switch to another generation',
      () => bringUpToDate(sender.tenant, { timeZone: 'Asia/Tokyo', deadline: far() }),
    ],
    ['a change that is set aside', refreshed, () => sender.tenant.store.batch([QUARANTINE.with()])],
    [
      'the retry of a change that was set aside',
      () => retryQuarantined(sender.tenant, { deadline: far() }),
      async () => {
        await sender.tenant.store.batch([QUARANTINE.with()]);
        await refreshed();
      },
    ],
    [
      'a reconcile that corrects figures',
      () => reconcile({ ...context(), now: Date.parse('2026-03-11T00:00:00Z') / 1_000 }),
      async () => {
        await refreshed();
        await sender.tenant.store.batch([WRONG.with()]);
      },
    ],
  ];

  test.each(changes)('%s', async (_, change, before) => {
    await before?.();
    const { data } = await versions();
    await change();
    expect((await versions()).data).toBeGreaterThan(data);
  });
});

test('stays with a request that changes nothing, and none of those writes', async () => {
  const before = await versions();
  const again = aCall('c1', { customer: { id: 'crm-7', name: 'Ana' } });
  const older = aCall('c1', { duration_seconds: 9, updated_at: '2026-03-02T00:00:00Z' });
  for (const [records, query] of [
    [[again, AGENT, COUNTER], ''],
    [[older], ''],
    [[aCall('c9', { status: 'no such status' })], ''],
    [[aCall('c9')], '?dry_run=true'],
  ] as const) {
    const response = await sender.post({ records }, {}, query);
    expect([response.status, response.headers.get('Server-Timing')]).toEqual([
      200,
      expect.stringContaining('written=0'),
    ]);
  }
  // A newer version of the same content is noted, and changes no figure.
  await sender.send({ ...again, ...NEWER }, { ...AGENT, ...NEWER });
  expect(await versions()).toEqual(before);
});

test('stays with a refresh, a reconcile that finds nothing, and a generation until it serves', async () => {
  await sender.send(...many('n', 30));
  const { data, fence } = await versions();
  await refreshed();
  await reconcile(context());
  await bringUpToDate(sender.tenant, { timeZone: 'UTC', deadline: far() });
  expect(await versions()).toEqual({ data, fence: expect.any(Number) });
  expect((await versions()).fence).toBeGreaterThan(fence);
});

test('costs a request one row written, and stays when its transaction fails', async () => {
  const { data } = await versions();
  const failing = sender.tenant.store.batch([
    statement(`DELETE FROM interactions WHERE tenant = ?1`).with(),
    statement(`SELECT json('no json' || t.tenant) FROM tenants t WHERE t.tenant = ?1`).with(),
  ]);
  await expect(failing).rejects.toThrow();
  expect((await versions()).data).toBe(data);
  const written = (response: Response) =>
    /written=(\d+)/.exec(response.headers.get('Server-Timing') ?? '')?.[1];
  // The record, its two indexes, its row of the change log, the usage of the day, and the version.
  expect(written(await sender.post({ records: [aCall('c2')] }))).toBe('7');
});

function many(prefix: string, count: number): Sent[] {
  return Array.from({ length: count }, (_, index) => aCall(`${prefix}${index}`));
}
