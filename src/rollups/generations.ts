import { NEXT_DATA_VERSION } from '../db/data-version.ts';
import { statementsIn } from '../db/statement.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { latestDay } from './latest-day.ts';
import { rebuildDay } from './rebuild-day.ts';
import { ROW_BOUNDS, type RowBounds } from './row-bounds.ts';
import { LAYOUT } from './schema.ts';
import { type RollupState, SELECT_STATE } from './state.ts';

const statement = statementsIn('rollups');

const BEGIN = statement(`
  UPDATE rollup_state SET building_time_zone = ?2, building_from_day = ?3,
    building_layout = ?4, version = version + 1,
    building_generation = 1 + max(generation, coalesce((SELECT max(r.generation) FROM rollups r WHERE r.tenant = ?1), 0))
  WHERE tenant = ?1 AND version = ?5`);
const ABANDON = statement(`
  UPDATE rollup_state SET building_generation = NULL, building_time_zone = NULL, building_from_day = NULL,
    building_layout = NULL, version = version + 1
  WHERE tenant = ?1 AND version = ?2`);
const BUILT = statement('UPDATE rollup_state SET building_from_day = ?2 WHERE tenant = ?1');
const SWITCH = statement(`
  UPDATE rollup_state SET generation = building_generation, time_zone = building_time_zone, layout = building_layout,
    building_generation = NULL, building_time_zone = NULL, building_from_day = NULL, building_layout = NULL,
    version = version + 1, data_version = ${NEXT_DATA_VERSION}
  WHERE tenant = ?1 AND version = ?2`);
const DROPPED_AT_ONCE = 5_000;
/** Does nothing while a generation is being built, because it would delete that one too. */
const DROP_OTHERS = statement<{ day: number }>(`
  DELETE FROM rollups WHERE tenant = ?1 AND (generation, dimension, member, day) IN (
    SELECT r.generation, r.dimension, r.member, r.day
    FROM rollup_state s CROSS JOIN rollups r
    WHERE s.tenant = ?1 AND s.generation = ?2 AND s.building_generation IS NULL
      AND r.tenant = ?1 AND (r.generation < ?2 OR r.generation > ?2) LIMIT ${DROPPED_AT_ONCE})
  RETURNING day`);

/**
 * Brings the rollups of a tenant to `timeZone` and the current layout. Builds a new generation from the facts, newest
 * day first, while the old one serves and refreshes update both; then switches in one statement and deletes the rows of
 * other generations. Stops at `deadline` (milliseconds of Date.now); a later call resumes. Returns whether it is
 * complete.
 */
export async function bringUpToDate(
  context: StoreContext,
  { timeZone, deadline, bounds = ROW_BOUNDS }: { timeZone: string; deadline: number; bounds?: RowBounds },
): Promise<boolean> {
  const { store } = context;
  while (Date.now() < deadline) {
    const [[state]] = await store.batch([SELECT_STATE.with()]);
    if (!state) return true;
    const layout = LAYOUT + state.combination_layout + state.attribute_layout;
    if (state.building_generation === null) {
      if (state.time_zone === timeZone && state.layout === layout)
        return dropOthers(context, { serving: state.generation, deadline });
      const last = (await latestDay(context, { zone: timeZone })) ?? 0;
      await store.batch([BEGIN.with(timeZone, last + 1, layout, state.version)]);
    } else if (state.building_time_zone !== timeZone || state.building_layout !== layout) {
      await store.batch([ABANDON.with(state.version)]);
    } else {
      const next = await latestDay(context, { zone: timeZone, before: state.building_from_day! });
      if (next === undefined) await store.batch([SWITCH.with(state.version)]);
      else await buildDay(context, { state, day: next, bounds });
    }
  }
  return false;
}

/**
 * Builds `day`, unless the version has moved: a refresh may then have touched days between `day` and those built
 * already.
 */
async function buildDay(
  context: StoreContext,
  { state, day, bounds }: { state: RollupState; day: number; bounds: RowBounds },
): Promise<void> {
  const generation = {
    generation: state.building_generation!,
    zone: state.building_time_zone!,
    layout: state.building_layout!,
  };
  const isStill = (now: RollupState): boolean => now.version === state.version;
  await rebuildDay(context, {
    day,
    target: (now) => (isStill(now) ? generation : undefined),
    extra: [BUILT.with(day)],
    bounds,
  });
}

async function dropOthers(
  { store }: StoreContext,
  { serving, deadline }: { serving: number; deadline: number },
): Promise<boolean> {
  do {
    const [dropped] = await store.batch([DROP_OTHERS.with(serving)]);
    if (dropped.length < DROPPED_AT_ONCE) return true;
  } while (Date.now() < deadline);
  return false;
}
