import { env } from 'cloudflare:workers';
import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { refreshDueTenants } from '../../src/maintenance/cron.ts';
import { bringUpToDate } from '../../src/rollups/generations.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { LAYOUT } from '../../src/rollups/schema.ts';
import { allFigures } from '../support/all-figures.ts';
import { call } from '../support/client.ts';
import { freshTenant } from '../support/tenant.ts';
import {
  differencesOf,
  disturbed,
  expectSettled,
  far,
  History,
  pendingOf,
  rowsByGeneration,
  stateOf,
} from './support.ts';

const OLD_LAYOUT = statement('UPDATE rollup_state SET layout = ?2 WHERE tenant = ?1');
const EMPTY_AGENTS = statement(`DELETE FROM rollups WHERE tenant = ?1 AND dimension = 'agent'`);
const MARCH_27 = Date.parse('2026-03-27') / 86_400_000;

let history: History;

beforeEach(async () => {
  history = new History(await freshTenant({ timeZone: 'Europe/Paris' }), 21);
  await history.random(80);
  await refresh(history.tenant, { deadline: far() });
  await history.random(20);
});

async function moveTo(time_zone: string): Promise<void> {
  const bearer = await history.tenant.token('tenant_admin');
  const path = `/api/v1/tenants/${history.tenant.slug}`;
  const response = await call(path, { method: 'PATCH', bearer, body: { time_zone } });
  expect([response.status, ((await response.json()) as { time_zone: string }).time_zone]).toEqual([
    200,
    time_zone,
  ]);
}

/** Stops a rebuild once it has made so many trips. */
function stoppingAfter(trips: number) {
  let left = trips;
  return disturbed(history.tenant.store, async (_, run) => {
    if (left === 0) throw new Error('stopped');
    left -= 1;
    return run();
  });
}

describe('a new time zone', () => {
  const ZONE = 'Asia/Kathmandu';

  test('figures are the same before, while and after; the old rows go', async () => {
    const [paris, kathmandu] = [await history.figures('Europe/Paris'), await history.figures(ZONE)];
    expect(kathmandu).not.toEqual(paris);
    await moveTo(ZONE);
    expect(await history.figures(ZONE)).toEqual(kathmandu);
    expect(await stateOf(history.tenant)).toMatchObject({ generation: 1, time_zone: 'Europe/Paris' });

    await refreshDueTenants(env);
    expect(await stateOf(history.tenant)).toMatchObject({
      generation: 2,
      time_zone: ZONE,
      building_generation: null,
      building_time_zone: null,
      building_from_day: null,
    });
    expect(Object.keys(await rowsByGeneration(history.tenant))).toEqual(['2']);
    expect(await history.figures(ZONE)).toEqual(kathmandu);
    expect(await differencesOf(history.tenant)).toBe(0);
    expect(await history.figures('Europe/Paris')).toEqual(paris);
  });

  test('stopped after any number of trips it goes on, whatever comes between', async () => {
    await moveTo(ZONE);
    let stops = 0;
    for (let trips = 1; ; trips += 3) {
      const isDone = await bringUpToDate(
        { store: stoppingAfter(trips) },
        { timeZone: ZONE, deadline: far() },
      ).catch(() => false);
      if (isDone) break;
      stops += 1;
      const figures = await history.figures(ZONE);
      if (stops % 3 === 0) await history.random(4);
      if (stops % 3 === 1) {
        await refresh(history.tenant, { deadline: far() });
        expect(await history.figures(ZONE)).toEqual(figures);
      }
    }
    expect(stops).toBeGreaterThan(3);
    expect(await stateOf(history.tenant)).toMatchObject({ generation: 2, time_zone: ZONE });
    const figures = await history.figures(ZONE);
    await refresh(history.tenant, { deadline: far() });
    expect(await history.figures(ZONE)).toEqual(figures);
    expect([await pendingOf(history.tenant), await differencesOf(history.tenant)]).toEqual([0, 0]);
  });

  test('refreshes and records between any two trips of it lose nothing', async () => {
    await moveTo(ZONE);
    let trips = 0;
    const busy = disturbed(history.tenant.store, async (_, run) => {
      trips += 1;
      if (trips % 4 === 0) await history.random(2);
      if (trips % 23 === 0) await refresh(history.tenant, { deadline: far() });
      return run();
    });
    expect(await bringUpToDate({ store: busy }, { timeZone: ZONE, deadline: far() })).toBe(true);
    const figures = await history.figures(ZONE);
    await refresh(history.tenant, { deadline: far() });
    expect(await history.figures(ZONE)).toEqual(figures);
    expect(await differencesOf(history.tenant)).toBe(0);
  });

  test('a deadline stops it, and figures stay', async () => {
    await moveTo(ZONE);
    const figures = await history.figures(ZONE);
    expect(await bringUpToDate(history.tenant, { timeZone: ZONE, deadline: Date.now() - 1 })).toBe(false);
    let isDone = false;
    for (let runs = 0; runs < 500 && !isDone; runs += 1) {
      isDone = await bringUpToDate(history.tenant, { timeZone: ZONE, deadline: Date.now() + 2 });
      expect(await history.figures(ZONE)).toEqual(figures);
    }
    expect(isDone).toBe(true);
  });

  test('changed again while it is rebuilt: the newest zone wins, nothing of the others stays', async () => {
    await moveTo(ZONE);
    await bringUpToDate({ store: stoppingAfter(12) }, { timeZone: ZONE, deadline: far() }).catch(() => false);
    expect(await stateOf(history.tenant)).toMatchObject({ building_time_zone: ZONE });
    await moveTo('America/Sao_Paulo');
    const figures = await history.figures('America/Sao_Paulo');
    await refreshDueTenants(env);
    const { generation, time_zone } = await stateOf(history.tenant);
    expect(time_zone).toBe('America/Sao_Paulo');
    expect(Object.keys(await rowsByGeneration(history.tenant))).toEqual([String(generation)]);
    expect(await history.figures('America/Sao_Paulo')).toEqual(figures);
    expect(await differencesOf(history.tenant)).toBe(0);
  });

  test.each([
    ['it has built anything', 3, ['1']],
    ['it is complete', 20, ['1', '2']],
  ])('changed and changed back before %s: nothing of it stays', async (_, trips, generations) => {
    await moveTo(ZONE);
    await bringUpToDate({ store: stoppingAfter(trips) }, { timeZone: ZONE, deadline: far() }).catch(
      () => false,
    );
    expect(await stateOf(history.tenant)).toMatchObject({ building_generation: 2 });
    expect(Object.keys(await rowsByGeneration(history.tenant))).toEqual(generations);
    await moveTo('Europe/Paris');
    await refreshDueTenants(env);
    expect(await stateOf(history.tenant)).toMatchObject({
      generation: 1,
      time_zone: 'Europe/Paris',
      building_generation: null,
    });
    expect(Object.keys(await rowsByGeneration(history.tenant))).toEqual(['1']);
    expect(await differencesOf(history.tenant)).toBe(0);
  });

  test('of a tenant without any record', async () => {
    history = new History(await freshTenant({ timeZone: 'UTC' }), 1);
    await moveTo(ZONE);
    await refreshDueTenants(env);
    expect(await stateOf(history.tenant)).toMatchObject({ generation: 2, time_zone: ZONE });
    expect(await rowsByGeneration(history.tenant)).toEqual({});
    await history.random(30);
    const figures = await history.figures(ZONE);
    await refresh(history.tenant, { deadline: far() });
    expect(await history.figures(ZONE)).toEqual(figures);
  });

  test('a record that comes, and is taken in, between two days far apart is not skipped', async () => {
    const missed = { type: 'interaction', kind: 'call', status: 'missed' };
    await history.store([{ ...missed, id: 'first', started_at: '2026-02-01T12:00:00Z' }]);
    await moveTo(ZONE);
    let came = 0;
    const busy = disturbed(history.tenant.store, async (queries, run) => {
      const result = await run();
      const looksForNext = queries.some(({ text }) => text.includes('ORDER BY i.started_at DESC'));
      const state = await stateOf(history.tenant);
      if (looksForNext && came < 3 && (state.building_from_day ?? Number.POSITIVE_INFINITY) < MARCH_27) {
        came += 1;
        await history.store([{ ...missed, id: `late ${came}`, started_at: `2026-02-1${came}T12:00:00Z` }]);
        await refresh(history.tenant, { deadline: far() });
      }
      return result;
    });
    expect(await bringUpToDate({ store: busy }, { timeZone: ZONE, deadline: far() })).toBe(true);
    expect(came).toBe(3);
    const february = { from: '2026-02-01', to: '2026-02-28', zone: ZONE };
    const { total } = await allFigures(history.tenant.store, february);
    expect(total).toMatchObject({ calls: 4, calls_missed: 4 });
  });

  test('of records decades apart is soon done', async () => {
    const missed = { type: 'interaction', kind: 'call', status: 'missed' };
    await history.store([
      { ...missed, id: 'old', started_at: '1990-01-01T00:00:00Z' },
      { ...missed, id: 'new', started_at: '2090-01-01T00:00:00Z' },
    ]);
    await moveTo(ZONE);
    let trips = 0;
    const counting = disturbed(history.tenant.store, (_, run) => {
      trips += 1;
      return run();
    });
    expect(await bringUpToDate({ store: counting }, { timeZone: ZONE, deadline: far() })).toBe(true);
    expect(trips).toBeLessThan(400);
  });
});

describe('a layout that lacks what is asked', () => {
  const lacking = (...names: string[]) =>
    LAYOUT.split(' ')
      .filter((name) => !names.includes(name))
      .join(' ');

  test('figures come from the facts, until the rollups are rebuilt', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([
      EMPTY_AGENTS.with(),
      OLD_LAYOUT.with(
        lacking('dimension:agent', 'call_intervals:calls', 'agents:calls', 'base:article_views'),
      ),
    ]);
    expect(await history.figures()).toEqual(figures);
    await refreshDueTenants(env);
    expect(await stateOf(history.tenant)).toMatchObject({ generation: 2, layout: LAYOUT });
    expect(Object.keys(await rowsByGeneration(history.tenant))).toEqual(['2']);
    await refresh(history.tenant, { deadline: far() });
    await expectSettled(history, figures);
  });

  test('of a tenant that was there before layouts were kept', async () => {
    const figures = await history.figures();
    await history.tenant.store.batch([OLD_LAYOUT.with('')]);
    expect(await history.figures()).toEqual(figures);
    await refreshDueTenants(env);
    expect(await stateOf(history.tenant)).toMatchObject({ layout: LAYOUT });
    expect(await history.figures()).toEqual(figures);
  });
});
