import { beforeEach, describe, expect, test } from 'vitest';
import { type BoundStatement, statement } from '../../src/db/statement.ts';
import type { TenantStore } from '../../src/db/tenant-store.ts';
import { rebuildDay } from '../../src/rollups/rebuild-day.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import type { RollupState } from '../../src/rollups/state.ts';
import { aCall, senderOf } from '../ingest/client.ts';
import { freshTenant } from '../support/tenant.ts';
import { differencesOf, disturbed, expectSettled, far, History, stateOf } from './support.ts';

const DAY = Date.parse('2026-03-29') / 86_400_000;
const DAMAGE = statement(`
  UPDATE rollups SET base_measures = replace(base_measures, '1', '2') WHERE tenant = ?1 AND dimension = 'all' AND day = ?2`);

let history: History;

beforeEach(async () => {
  // Clocks change on that day: it has 23 hours.
  history = new History(await freshTenant({ timeZone: 'Europe/Paris' }), 31);
  await history.random(120);
  await refresh(history.tenant, { deadline: far() });
});

function rebuild(store: TenantStore = history.tenant.store): Promise<number> {
  const serving = ({ generation, time_zone, layout }: RollupState) => ({
    generation,
    zone: time_zone,
    layout,
  });
  return rebuildDay({ store }, { day: DAY, target: serving });
}

function writesRollups(queries: readonly BoundStatement[]): boolean {
  return queries.some(({ text }) => /INTO rollups|FROM rollups WHERE/.test(text));
}

describe('a day that is right', () => {
  test('is left alone, its version too', async () => {
    const { version } = await stateOf(history.tenant);
    expect(await rebuild()).toBe(0);
    expect((await stateOf(history.tenant)).version).toBe(version);
  });

  test('is so while changes of it wait', async () => {
    const figures = await history.figures();
    await history.random(40);
    expect(await history.figures()).not.toEqual(figures);
    expect(await rebuild()).toBe(0);
  });
});

test('one crowded second does not make pieces of a second out of the whole day', async () => {
  const sender = await senderOf();
  const { store } = sender.tenant;
  const sent = Array.from({ length: 40 }, (_, index) =>
    aCall(`c${index}`, { started_at: `2026-03-11T0${index < 30 ? 1 : 9}:00:00Z` }),
  );
  await sender.send(...sent);
  await refresh({ store }, { deadline: far() });
  let trips = 0;
  const counting: TenantStore = {
    ...store,
    batch: (queries) => {
      trips += 1;
      return store.batch(queries);
    },
  };
  const target = ({ generation, time_zone, layout }: RollupState) => ({
    generation,
    zone: time_zone,
    layout,
  });
  const day = Date.parse('2026-03-11') / 86_400_000;
  expect(await rebuildDay({ store: counting }, { day, target, pieceRows: 20 })).toBe(0);
  expect(trips).toBeLessThan(80);
});

describe('a day that is wrong is repaired', () => {
  test('once', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([DAMAGE.with(DAY)]);
    expect(await history.figures()).not.toEqual(figures);
    expect([await rebuild(), await rebuild()]).toEqual([1, 0]);
    await expectSettled(history, figures);
  });

  test('by two at once', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([DAMAGE.with(DAY)]);
    expect((await Promise.all([rebuild(), rebuild()])).sort()).toEqual([0, 1]);
    await expectSettled(history, figures);
  });

  test.each([
    ['while it is computed', () => true],
    ['before it is written', writesRollups],
  ])('though records come and are taken in %s', async (_, isMoment) => {
    await history.tenant.store.batch([DAMAGE.with(DAY)]);
    let times = 0;
    const busy = disturbed(history.tenant.store, async (queries, run) => {
      if (times < 3 && isMoment(queries)) {
        times += 1;
        await history.random(10);
        await refresh(history.tenant, { deadline: far() });
      }
      return run();
    });
    expect(await rebuild(busy)).toBeGreaterThan(0);
    expect(times).toBe(3);
    expect(await differencesOf(history.tenant)).toBe(0);
  });

  test('though records come all the time and wait', async () => {
    await history.tenant.store.batch([DAMAGE.with(DAY)]);
    const busy = disturbed(history.tenant.store, async (_, run) => {
      await history.random(3);
      return run();
    });
    expect(await rebuild(busy)).toBe(1);
    const figures = await history.figures();
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });
});
