import { beforeEach, describe, expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import { statement } from '../../src/db/statement.ts';
import { Unavailable } from '../../src/errors.ts';
import { disturbed, History, pendingOf, settles, stateOf } from '../rollups/support.ts';
import { aCall, type Sender, senderOf } from './client.ts';

const MAX_PENDING = BOUNDS.pendingChanges.value;
/** Changes of records that do not exist, and so of no figures. */
const FILL = statement(`
  INSERT INTO changes (tenant, kind, id, stamp, changed_at, base, current)
  SELECT ?1, 'interaction', 'filler ' || k.value, 'stamp', ?3, NULL, NULL FROM json_each(?2) k`);
const FILL_MORE = statement(FILL.text.replace("'filler '", "'more '"));
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

  test('that cannot be taken in: deletions are stored all the same', async () => {
    const history = new History(sender.tenant, 1);
    const { updated_at: _, ...record } = aCall('c1');
    await history.store([record]);
    await sender.tenant.store.batch([FILL_MORE.with(FILLERS, 1)]);
    const hindered = disturbed(sender.tenant.store, (queries, run) =>
      settles(queries) ? Promise.reject(new Error('D1_ERROR: no refresh today')) : run(),
    );
    const refusal = await history.store([{ ...record, id: 'c2' }], hindered).catch((error: unknown) => error);
    expect(refusal).toBeInstanceOf(Unavailable);
    await history.store([{ type: 'interaction', id: 'c1', deleted: true }], hindered);
    await history.store([{ type: 'customer', id: 'customer of c1', deleted: true }], hindered);
    expect((await sender.figures()).total ?? {}).not.toMatchObject({ calls: 1 });
  });
});

describe('a backlog of many bytes', () => {
  const topic = 'é'.repeat(100);
  const heavy = (from: number) =>
    Array.from({ length: 1_000 }, (_, index) =>
      aCall(`h${from + index}`, {
        llm_usage: Array.from({ length: 20 }, (_, provider) => ({
          provider: `${provider}`.padEnd(64, 'p'),
          requests: 1_000_000,
          input_tokens: 1,
          output_tokens: 1,
          latency_ms: 1,
          errors: 0,
        })),
        category: topic,
      }),
    );

  test('is taken in before the request is answered', async () => {
    const bytes = statement<{ bytes: number }>(`
      SELECT coalesce(sum(octet_length(current)), 0) AS bytes FROM changes WHERE tenant = ?1`);
    const seen: number[] = [];
    for (let from = 0; from < 5_000; from += 1_000) {
      await sender.send(...heavy(from));
      const [[pending]] = await sender.tenant.store.batch([bytes.with()]);
      seen.push(pending!.bytes);
    }
    expect(Math.max(...seen)).toBeLessThanOrEqual(BOUNDS.pendingBytes.value);
    expect((await sender.figures()).total).toMatchObject({ calls: 5_000 });
  }, 240_000);
});
