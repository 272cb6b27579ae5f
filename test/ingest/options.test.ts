import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { costOf, problemIn } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, type Report, removal, type Sender, senderOf } from './client.ts';

const PENDING = statement<{ pending: number }>('SELECT count(*) AS pending FROM changes WHERE tenant = ?1');

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

/** One record of each outcome, after `before` was sent. */
const BEFORE = [aCall('same'), aCall('other'), aCall('newer'), aCall('gone')];
const MIXED: Sent[] = [
  aCall('new'),
  aCall('same'),
  aCall('other', { status: 'missed' }),
  aCall('newer', { status: 'missed', updated_at: '2026-03-10T00:00:00Z' }),
  removal('interaction', 'gone'),
  aCall('bad', { status: 'done' }),
];
const COUNTS = {
  received: 6,
  created: 1,
  updated: 1,
  unchanged: 1,
  stale: 1,
  deleted: 1,
  rejected: 1,
  warned: 0,
  warnings: [],
};

describe('dry_run', () => {
  test('answers what would have become of the records, and stores nothing', async () => {
    await sender.send(...BEFORE);
    const figures = await sender.figures();
    const response = await sender.post({ records: MIXED }, {}, '?dry_run=true');
    const report = (await response.json()) as Report;
    expect([response.status, report]).toEqual([200, expect.objectContaining(COUNTS)]);
    expect(report.errors).toMatchObject([{ index: 5, id: 'bad' }]);
    expect(costOf(response).written).toBe(0);
    expect(await sender.figures()).toEqual(figures);

    const { errors, ...counts } = await sender.send(...MIXED);
    expect(counts).toEqual(COUNTS);
    expect(errors).toEqual(report.errors);
    expect(await sender.figures()).not.toEqual(figures);
  });

  test('with atomic: a record that cannot be accepted is a 400', async () => {
    const response = await sender.post({ records: MIXED }, {}, '?dry_run=true&atomic=true');
    expect([response.status, (await problemIn(response)).errors?.[0]?.path]).toEqual([
      400,
      'records.5.status',
    ]);
  });
});

describe('atomic', () => {
  test('one record that cannot be accepted: 400, all errors, nothing stored', async () => {
    const records = [aCall('c1'), aCall('c2', { status: 'done', agnt: 1 }), aRating('e1', 'c1', 6), 'c3'];
    const response = await sender.post({ records }, {}, '?atomic=true');
    expect(response.status).toBe(400);
    const { detail, errors } = await problemIn(response);
    expect(detail).toMatch(/^Invalid records: 3\. .*nothing was stored/);
    expect(errors?.map(({ path }) => path)).toEqual([
      'records.1.status',
      'records.1.agnt',
      'records.2.rating',
      'records.3',
    ]);
    expect(await sender.figures()).toEqual({});
    expect(await sender.tenant.store.batch([PENDING.with()])).toEqual([[{ pending: 0 }]]);
  });

  test('all good: all stored', async () => {
    const response = await sender.post(
      { records: [aCall('c1'), aRating('e1', 'c1', 5)] },
      {},
      '?atomic=true',
    );
    expect([response.status, await response.json()]).toEqual([
      200,
      expect.objectContaining({ received: 2, created: 2, rejected: 0 }),
    ]);
    expect((await sender.figures()).total).toMatchObject({ calls: 1, rated_5: 1 });
  });

  test('a stale record does not hold the others back', async () => {
    await sender.send(aCall('c1'));
    const records = [aCall('c1', { status: 'missed', updated_at: '2026-01-01T00:00:00Z' }), aCall('c2')];
    const response = await sender.post({ records }, {}, '?atomic=true');
    expect(await response.json()).toMatchObject({ created: 1, stale: 1, rejected: 0 });
  });
});

describe('parameters that are not accepted', () => {
  test.each([
    ['?atomic=yes', 'atomic'],
    ['?dry_run=', 'dry_run'],
    ['?dryrun=true', 'dryrun'],
    ['?atomic=true&atomic=true', 'atomic'],
  ])('%s', async (query, path) => {
    const response = await sender.post({ records: [aCall('c1')] }, {}, query);
    expect([response.status, (await problemIn(response)).errors?.map((error) => error.path)]).toEqual([
      400,
      [path],
    ]);
    expect(await sender.figures()).toEqual({});
  });
});
