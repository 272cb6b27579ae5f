import type { rollupState } from '../db/schema.ts';
import { statementsIn } from '../db/statement.ts';
import { LAYOUT } from './schema.ts';

const statement = statementsIn('rollups');

/**
 * Where a tenant's rollups stand. `generation` serves, in days of `time_zone`; `version` moves with every refresh
 * and fences writers; days from `building_from_day` on are there in the generation being built. Seconds UTC.
 */
export type RollupState = typeof rollupState.$inferSelect;

export const SELECT_STATE = statement<RollupState>('SELECT * FROM rollup_state WHERE tenant = ?1');

const INSERT_STATE = statement(`
  INSERT INTO rollup_state (tenant, generation, time_zone, layout, version, reconcile_differences)
  SELECT ?1, 1, ?2, ?3, 0, 0 WHERE EXISTS (SELECT 1 FROM tenants t WHERE t.tenant = ?1)
  ON CONFLICT (tenant) DO NOTHING`);

/** Puts a new tenant's rollups on their way, in its zone. */
export function newState(timeZone: string) {
  return INSERT_STATE.with(timeZone, LAYOUT);
}

/** Fails its transaction where the version has moved; see store/conflict.ts. */
const FENCE = statement(`
  SELECT json('version moved ' || s.version) AS failure FROM rollup_state s WHERE s.tenant = ?1 AND s.version <> ?2`);
const ADVANCE = statement('UPDATE rollup_state SET version = version + 1 WHERE tenant = ?1');

/** Queries to put around writes to rollups: the first fails the transaction where another writer was faster. */
export function fenced(version: number) {
  return { fence: FENCE.with(version), advance: ADVANCE.with() };
}

/** A generation that refreshes take changes in for. */
export interface RefreshedGeneration {
  generation: number;
  /** Of its days. */
  zone: string;
  /** Days before this one are not there yet and will be built from the facts. */
  fromDay: number;
}

/** The serving generation, and the one being built, if any. */
export function generationsOf(state: RollupState): RefreshedGeneration[] {
  const serving = { generation: state.generation, zone: state.time_zone, fromDay: Number.NEGATIVE_INFINITY };
  if (state.building_generation === null) return [serving];
  return [
    serving,
    {
      generation: state.building_generation,
      zone: state.building_time_zone!,
      fromDay: state.building_from_day!,
    },
  ];
}
