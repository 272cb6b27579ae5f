import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor } from '../../src/db/tenant-store.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { freshTenant } from '../support/tenant.ts';
import {
  differencesOf,
  disturbed,
  expectSettled,
  far,
  History,
  pendingOf,
  settles,
  stateOf,
} from './support.ts';

/** Fails when it runs, after the statements before it. */
const OVERFLOW = "SELECT abs(-9223372036854775807 - 1) AS overflow WHERE ?1 <> ''";
const DAMAGE = statement(`
  UPDATE rollups SET base_measures = replace(base_measures, '1', '2') WHERE tenant = ?1 AND dimension = 'all'`);

let history: History;

beforeEach(async () => {
  history = new History(await freshTenant({ timeZone: 'Europe/Paris' }), 7);
  await history.random(60);
  await refresh(history.tenant, { deadline: far() });
  await history.random(40);
});

const CALL = {
  type: 'interaction',
  id: 'i1',
  kind: 'call',
  status: 'completed',
  started_at: '2026-03-29T01:30:00Z',
};

describe('stopped half-way', () => {
  test('before it writes: nothing has happened', async () => {
    const figures = await history.figures();
    const pending = await pendingOf(history.tenant);
    const stopping = disturbed(history.tenant.store, async (queries, run) => {
      if (settles(queries)) throw new Error('stopped');
      return run();
    });
    await expect(refresh({ store: stopping }, { deadline: far() })).rejects.toThrow('stopped');
    expect(await history.figures()).toEqual(figures);
    expect(await pendingOf(history.tenant)).toBe(pending);
    expect(await refresh(history.tenant, { deadline: far() })).toEqual({ done: true });
    await expectSettled(history, figures);
  });

  test('after it has written, before it knows: nothing counts twice', async () => {
    const figures = await history.figures();
    const stopping = disturbed(history.tenant.store, async (queries, run) => {
      const result = await run();
      if (settles(queries)) throw new Error('stopped');
      return result;
    });
    await expect(refresh({ store: stopping }, { deadline: far() })).rejects.toThrow('stopped');
    expect(await history.figures()).toEqual(figures);
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });

  test('in the middle of the transaction: all of it is undone', async () => {
    const figures = await history.figures();
    const pending = await pendingOf(history.tenant);
    const { store } = history.tenant;
    const failing = disturbed(store, (queries, run) =>
      settles(queries) ? store.batch([...queries, { text: OVERFLOW, params: [] }]) : run(),
    );
    await expect(refresh({ store: failing }, { deadline: far() })).rejects.toThrow('integer overflow');
    expect([await pendingOf(history.tenant), await history.figures()]).toEqual([pending, figures]);
    await refresh({ store }, { deadline: far() });
    await expectSettled(history, figures);
  });

  test('past its deadline it does nothing and says so', async () => {
    const pending = await pendingOf(history.tenant);
    expect(await refresh(history.tenant, { deadline: Date.now() - 1 })).toEqual({ done: false });
    expect(await pendingOf(history.tenant)).toBe(pending);
  });
});

describe('beside others', () => {
  test.each([2, 5])('%i at once: each change is taken in once', async (count) => {
    const figures = await history.figures();
    const results = await Promise.all(
      Array.from({ length: count }, () => refresh(history.tenant, { deadline: far() })),
    );
    expect(results).toEqual(Array(count).fill({ done: true }));
    await expectSettled(history, figures);
  });

  test('figures are the same at every moment of it', async () => {
    const figures = await history.figures();
    let looks = 0;
    const watched = disturbed(history.tenant.store, async (_, run) => {
      expect(await history.figures()).toEqual(figures);
      const result = await run();
      expect(await history.figures()).toEqual(figures);
      looks += 1;
      return result;
    });
    await refresh({ store: watched }, { deadline: far() });
    expect(looks).toBeGreaterThanOrEqual(3);
    await expectSettled(history, figures);
  });

  test('a record that changes between its reading and its writing is read again', async () => {
    let changes = 0;
    const { version } = await stateOf(history.tenant);
    const racing = disturbed(history.tenant.store, async (queries, run) => {
      if (settles(queries) && changes < 2) {
        changes += 1;
        await history.store([{ ...CALL, duration_seconds: 100 * changes }]);
      }
      return run();
    });
    expect(await refresh({ store: racing }, { deadline: far() })).toEqual({ done: true });
    expect(changes).toBe(2);
    expect((await stateOf(history.tenant)).version).toBe(version + 1);
    await expectSettled(history, await history.figures());
    expect((await history.figures())['day 2026-03-29']).toMatchObject({ calls: expect.any(Number) });
  });

  test('rows that are repaired between its reading and its writing stay repaired', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([DAMAGE.with()]);
    expect(await history.figures()).not.toEqual(figures);
    let repaired = 0;
    const racing = disturbed(history.tenant.store, async (queries, run) => {
      if (settles(queries) && repaired === 0) repaired = await differencesOf(history.tenant);
      return run();
    });
    expect(await refresh({ store: racing }, { deadline: far() })).toEqual({ done: true });
    expect(repaired).toBeGreaterThan(0);
    await expectSettled(history, figures);
  });

  test('a record that changes each time: it gives up, nothing is lost', async () => {
    let changes = 0;
    const racing = disturbed(history.tenant.store, async (queries, run) => {
      if (settles(queries)) {
        changes += 1;
        await history.store([{ ...CALL, duration_seconds: changes }]);
      }
      return run();
    });
    expect(await refresh({ store: racing }, { deadline: far() })).toEqual({ done: false });
    const figures = await history.figures();
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });

  test('records that come while it runs, in no order, are all there at the end', async () => {
    await Promise.all([
      history.random(20),
      refresh(history.tenant, { deadline: far() }),
      history.store([{ ...CALL, id: 'i41' }]),
      refresh(history.tenant, { deadline: far() }),
    ]);
    const figures = await history.figures();
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });
});

describe('writes only what differs', () => {
  async function written(): Promise<number> {
    const meter = newMeter();
    await refresh({ store: storeFor(history.tenant.slug, env.DB, meter) }, { deadline: far() });
    return meter.rowsWritten;
  }

  test('nothing where nothing waits', async () => {
    await written();
    expect(await written()).toBe(0);
  });

  test('a change that is taken back moves no rollup row', async () => {
    await history.store([{ ...CALL, duration_seconds: 10 }]);
    await written();
    await history.store([{ ...CALL, duration_seconds: 20 }]);
    await history.store([{ ...CALL, duration_seconds: 10 }]);
    // The change itself and the state, twice.
    expect(await pendingOf(history.tenant)).toBe(1);
    expect(await written()).toBe(3);
  });

  test('one call: the rows of its own members', async () => {
    const members = { agent_id: 'agent0', department_id: 'department0', team_id: 'team0' };
    await history.store([{ ...CALL, ...members, duration_seconds: 10 }]);
    await written();
    await history.store([{ ...CALL, ...members, duration_seconds: 11 }]);
    // all, direction, channel, outcome, agent, department, team; with their index each twice at most.
    expect(await written()).toBeLessThanOrEqual(3 + 2 * 7);
  });
});

describe('any history, refreshed in pieces, holds what a rebuild from the facts would', () => {
  test.each([1, 2, 3, 4, 5, 6])('history %i', async (seed) => {
    const zone = ['UTC', 'Europe/Paris', 'Asia/Kathmandu'][seed % 3]!;
    const pieces = new History(await freshTenant({ timeZone: zone }), seed);
    for (let piece = 0; piece < 6; piece += 1) {
      await pieces.random(5 + 10 * piece);
      const figures = await pieces.figures();
      await refresh(pieces.tenant, { deadline: far() });
      await expectSettled(pieces, figures);
    }
    expect(Object.keys(await pieces.figures()).length).toBeGreaterThan(5);
  });
});
