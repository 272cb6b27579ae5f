import { statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { dayOfDate } from '../time/dates.ts';
import { localDay } from '../time/zones.ts';
import { type ChangeRow, eachChange, SELECT_CHANGES } from './changes.ts';
import { dayOf } from './fold.ts';
import { LAYOUT } from './layout.ts';
import { rebuildDay } from './rebuild-day.ts';
import { type RollupState, SELECT_STATE } from './state.ts';

const END = { first: 'ASC', last: 'DESC' } as const;
type End = keyof typeof END;

/** Each end by itself, read off an index: one row however many facts there are. */
const INSTANT_ENDS: Record<string, (end: End) => string> = {
  interactions: (end) => `(SELECT b.started_at FROM interactions b INDEXED BY interactions_by_start
    WHERE b.tenant = ?1 AND b.removed = 0 ORDER BY b.started_at ${END[end]} LIMIT 1)`,
  evaluations: (end) => `(SELECT b.responded_at FROM evaluations b INDEXED BY evaluations_by_time
    WHERE b.tenant = ?1 AND b.removed = 0 AND b.attached = 1 ORDER BY b.responded_at ${END[end]} LIMIT 1)`,
  reviews: (end) => `(SELECT b.created_at FROM quality_reviews b INDEXED BY quality_reviews_by_time
    WHERE b.tenant = ?1 AND b.removed = 0 AND b.attached = 1 ORDER BY b.created_at ${END[end]} LIMIT 1)`,
};
const dateEnd = (type: string, end: End): string => `(SELECT c.date FROM daily_counters c
    WHERE c.tenant = ?1 AND c.type = '${type}' ORDER BY c.date ${END[end]} LIMIT 1)`;

const ENDS: readonly End[] = ['first', 'last'];
const SELECT_EXTENT = statement<{ instants: string; dates: string }>(`
  SELECT
    json_array(${ENDS.flatMap((end) => Object.values(INSTANT_ENDS).map((sql) => sql(end))).join(', ')}) AS instants,
    json_array(${ENDS.flatMap((end) => [dateEnd('article_stats', end), dateEnd('email_channel_stats', end)]).join(', ')}) AS dates`);

const BEGIN = statement(`
  UPDATE rollup_state SET building_time_zone = ?2, building_from_day = ?3,
    building_layout = ?4, version = version + 1,
    building_generation = 1 + max(generation, coalesce((SELECT max(r.generation) FROM rollups r WHERE r.tenant = ?1), 0))
  WHERE tenant = ?1 AND version = ?5`);
const ABANDON = statement(`
  UPDATE rollup_state SET building_generation = NULL, building_time_zone = NULL, building_from_day = NULL,
    building_layout = NULL, version = version + 1
  WHERE tenant = ?1`);
const BUILT = statement('UPDATE rollup_state SET building_from_day = ?2 WHERE tenant = ?1');
const SWITCH = statement(`
  UPDATE rollup_state SET generation = building_generation, time_zone = building_time_zone, layout = building_layout,
    building_generation = NULL, building_time_zone = NULL, building_from_day = NULL, building_layout = NULL,
    version = version + 1
  WHERE tenant = ?1 AND version = ?2`);
const DROPPED_AT_ONCE = 5_000;
const DROP_OLDER = statement<{ day: number }>(`
  DELETE FROM rollups WHERE tenant = ?1 AND (generation, member_set, member, day) IN (
    SELECT r.generation, r.member_set, r.member, r.day FROM rollups r
    WHERE r.tenant = ?1 AND r.generation < ?2 LIMIT ${DROPPED_AT_ONCE})
  RETURNING day`);

/**
 * Brings a tenant's rollups to `timeZone` and to today's layout: builds a new generation day by day from the
 * facts, newest first, while the old one serves and both take refreshes in; then one statement switches.
 * Stops at `deadline` (milliseconds of Date.now) and goes on where it stopped; whether it is complete.
 */
export async function bringUpToDate(
  store: TenantStore,
  timeZone: string,
  deadline: number,
): Promise<boolean> {
  while (Date.now() < deadline) {
    const [[state], [extent], changes] = await store.batch([
      SELECT_STATE.with(),
      SELECT_EXTENT.with(),
      SELECT_CHANGES.with(1_000_000),
    ]);
    if (!state) return true;
    const { first, last } = daysOf(extent!, changes, timeZone);
    if (state.building_generation === null) {
      if (state.time_zone === timeZone && state.layout === LAYOUT)
        return dropOlder(store, state.generation, deadline);
      await store.batch([BEGIN.with(timeZone, last + 1, LAYOUT, state.version)]);
    } else if (state.building_time_zone !== timeZone || state.building_layout !== LAYOUT) {
      await store.batch([ABANDON.with()]);
    } else if (first >= state.building_from_day!) {
      await store.batch([SWITCH.with(state.version)]);
    } else {
      await buildDay(store, state, state.building_from_day! - 1);
    }
  }
  return false;
}

async function buildDay(store: TenantStore, state: RollupState, day: number): Promise<void> {
  const generation = { generation: state.building_generation!, zone: state.building_time_zone! };
  const isNext = (now: RollupState): boolean =>
    now.building_generation === generation.generation && now.building_from_day === day + 1;
  await rebuildDay(store, day, (now) => (isNext(now) ? generation : undefined), [BUILT.with(day)]);
}

async function dropOlder(store: TenantStore, serving: number, deadline: number): Promise<boolean> {
  while (Date.now() < deadline) {
    const [dropped] = await store.batch([DROP_OLDER.with(serving)]);
    if (dropped.length < DROPPED_AT_ONCE) return true;
  }
  return false;
}

/** The first and last local day that holds anything, pending changes included. */
function daysOf(
  extent: { instants: string; dates: string },
  changes: readonly ChangeRow[],
  zone: string,
): { first: number; last: number } {
  const range = { first: Number.POSITIVE_INFINITY, last: -1 };
  const include = (day: number): void => {
    range.first = Math.min(range.first, day);
    range.last = Math.max(range.last, day);
  };
  for (const at of JSON.parse(extent.instants) as (number | null)[])
    if (at !== null) include(localDay(zone, at));
  for (const date of JSON.parse(extent.dates) as (string | null)[])
    if (date !== null) include(dayOfDate(date)!);
  eachChange(changes, (occurrence) => include(dayOf(occurrence, zone)));
  return range;
}
