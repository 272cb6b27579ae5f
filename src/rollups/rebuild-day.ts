import { isTransactionConflict } from '../store/conflict.ts';
import type { Query } from '../store/statement.ts';
import { statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { COLUMNS } from './pack.ts';
import { computeDay, RollupsMoved } from './rebuild.ts';
import { type Generation, type RollupRow, replaceQueries } from './rows.ts';
import { fenced, type RollupState, SELECT_STATE } from './state.ts';

const MAX_ATTEMPTS = 5;

const SELECT_DAY = statement<RollupRow>(`
  SELECT r.member_set AS member_set, r.member AS member, r.day AS day, ${COLUMNS.map((name) => `r.${name} AS ${name}`).join(', ')}
  FROM rollups r INDEXED BY rollups_by_day WHERE r.tenant = ?1 AND r.generation = ?2 AND r.day = ?3`);

/**
 * Makes the rows of one local day of a generation what the facts say, writing only what differs; how many
 * rows differed. `target` chooses the generation by the current state (undefined: nothing to do), `extra` are
 * queries for the same transaction. Safe beside ingest and refresh; tried again where a refresh came between.
 */
export async function rebuildDay(
  store: TenantStore,
  day: number,
  target: (state: RollupState) => Generation | undefined,
  extra: readonly Query[] = [],
): Promise<number> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      const [[state]] = await store.batch([SELECT_STATE.with()]);
      const generation = state && target(state);
      if (!state || !generation) return 0;
      const cells = await computeDay(store, generation.zone, day, state.version);
      const [stored] = await store.batch([SELECT_DAY.with(generation.generation, day)]);
      const { queries, differences } = replaceQueries(stored, cells, generation);
      const { fence, advance } = fenced(state.version);
      await store.batch([
        fence,
        ...queries,
        ...extra,
        ...(queries.length > 0 || extra.length > 0 ? [advance] : []),
      ]);
      return differences;
    } catch (error) {
      const moved = error instanceof RollupsMoved || isTransactionConflict(error);
      if (!moved || attempt === MAX_ATTEMPTS) throw error;
    }
  }
}
