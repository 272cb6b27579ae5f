import { statement } from '../store/statement.ts';
import { LAYOUT } from './layout.ts';

/** Where a tenant's rollups stand. Instants in seconds UTC. */
export interface RollupState {
  /** The generation that serves. */
  generation: number;
  /** Its zone: rollup days are local days of it. */
  time_zone: string;
  layout: string;
  /** Moves with every refresh; whoever writes rollups is fenced by it. */
  version: number;
  building_generation: number | null;
  building_time_zone: string | null;
  building_layout: string | null;
  /** Days from this one on are already there in the generation being built. */
  building_from_day: number | null;
  last_refreshed_at: number | null;
  last_reconciled_at: number | null;
  reconcile_differences: number;
}

export const SELECT_STATE = statement<RollupState>('SELECT * FROM rollup_state WHERE tenant = ?1');

const INSERT_STATE = statement(`
  INSERT INTO rollup_state (tenant, generation, time_zone, layout, version, reconcile_differences)
  VALUES (?1, 1, ?2, ?3, 0, 0)
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
