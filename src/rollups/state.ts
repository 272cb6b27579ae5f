import { rollupState } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { queriesIn } from '../db/tenant-queries.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { LAYOUT } from './schema.ts';

const statement = statementsIn('rollups');
const queries = queriesIn('rollups');

/**
 * The state of a tenant's rollups. `generation` serves reads, in days of `time_zone`. `version` increases with every
 * refresh and fences writers; `data_version` with every change of figures, for ETags. The generation being built has the days from `building_from_day` on. Instants are seconds
 * UTC.
 */
export type RollupState = typeof rollupState.$inferSelect;

export const SELECT_STATE = queries.select(rollupState);

/** The state now, in one row read; undefined for a tenant that is being deleted. */
export async function readRollupState({ store }: StoreContext): Promise<RollupState | undefined> {
  const [[state]] = await store.batch([SELECT_STATE.with()]);
  return state;
}

const INSERT_STATE = statement(`
  INSERT INTO rollup_state (tenant, generation, time_zone, layout, version, reconcile_differences)
  SELECT ?1, 1, ?2, ?3, 0, 0 WHERE EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1)
  ON CONFLICT (tenant) DO NOTHING`);

/** Creates the state of a new tenant's rollups, in its zone. */
export function newState(timeZone: string) {
  return INSERT_STATE.with(timeZone, LAYOUT);
}

/** Fails the transaction if the version has moved; see db/conflict.ts. */
const FENCE = statement(`
  SELECT json('version moved ' || s.version) AS failure FROM rollup_state s WHERE s.tenant = ?1 AND s.version <> ?2`);
const ADVANCE = statement('UPDATE rollup_state SET version = version + 1 WHERE tenant = ?1');

/** Queries to put around writes to rollups. The first fails the transaction if another writer was faster. */
export function fenced(version: number) {
  return { fence: FENCE.with(version), advance: ADVANCE.with() };
}

/** A generation that refreshes update. */
export interface RefreshedGeneration {
  generation: number;
  /** The time zone of its days. */
  zone: string;
  layout: string;
  /** Earlier days are not built yet and will be computed from the facts. */
  fromDay: number;
}

/** The serving generation, and the one being built, if any. */
export function generationsOf(state: RollupState): RefreshedGeneration[] {
  const { generation, time_zone: zone, layout } = state;
  const serving = { generation, zone, layout, fromDay: Number.NEGATIVE_INFINITY };
  if (state.building_generation === null) return [serving];
  return [
    serving,
    {
      generation: state.building_generation,
      zone: state.building_time_zone!,
      layout: state.building_layout!,
      fromDay: state.building_from_day!,
    },
  ];
}
