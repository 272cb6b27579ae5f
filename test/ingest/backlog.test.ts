import { beforeEach, describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { Unavailable } from '../../src/errors.ts';
import { statement } from '../../src/store/statement.ts';
import { disturbed, History, pendingOf, settles, stateOf } from '../rollups/support.ts';
import { aCall, type Sender, senderOf } from './client.ts';

const MAX_PENDING = BOUNDS.pendingChanges.value;
/** Changes of records that do not exist, and so of no figures. */
const FILL = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'interaction', 'filler ' || k.value, 'stamp', ?3, NULL, NULL FROM json_each(?2) k`);
const FILLERS = JSON.stringify(Array.from({ length: MAX_PENDING - 2 }, (_, index) => index));

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
  const now = Math.floor(Date.now() / 1_000);
  await sender.tenant.store.batch([FILL.with(FILLERS, now)]);
});

describe('a backlog as large as a read may fold', () => {
  test('is left alone while there is room', async () => {
    await sender.send(aCall('c1'), aCall('c2'));
    expect(await pendingOf(sender.tenant)).toBe(MAX_PENDING);
  });

  test('is taken in before more is stored', async () => {
    await sender.send(aCall('c1'), aCall('c2'), aCall('c3'));
    expect(await pendingOf(sender.tenant)).toBe(3);
    expect((await stateOf(sender.tenant)).last_refreshed_at).not.toBeNull();
    expect((await sender.figures()).total).toMatchObject({ calls: 3 });
  });

  test('records that are unchanged need no room', async () => {
    await sender.send(aCall('c1'), aCall('c2'));
    expect(await sender.counts(aCall('c1'), aCall('c2'))).toEqual({ unchanged: 2 });
    expect(await pendingOf(sender.tenant)).toBe(MAX_PENDING);
  });

  test('that cannot be taken in: unavailable for a while, nothing stored', async () => {
    const history = new History(sender.tenant, 1);
    const calls = [aCall('c1'), aCall('c2'), aCall('c3')].map(({ updated_at: _, ...record }) => record);
    const { store } = sender.tenant;
    const hindered = disturbed(store, (queries, run) =>
      settles(queries) ? store.batch([...queries, { text: `SELECT json('x' || ?1)`, params: [] }]) : run(),
    );
    const refusal = await history.store(calls, hindered).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    expect(refusal).toMatchObject({
      retryAfterSeconds: 10,
      message: expect.stringContaining('nothing was stored'),
    });
    expect([await pendingOf(sender.tenant), await sender.figures()]).toEqual([MAX_PENDING - 2, {}]);
    await history.store(calls);
    expect((await sender.figures()).total).toMatchObject({ calls: 3 });
  });
});
