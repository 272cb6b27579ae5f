import { isTransactionConflict } from '../store/conflict.ts';
import { statement } from '../store/statement.ts';
import type { TenantStore } from '../store/tenant-store.ts';
import { Cells } from './cells.ts';
import { type ChangeRow, eachChange, SELECT_CHANGES, settleQueries } from './changes.ts';
import { fold } from './fold.ts';
import { addQueries, type Generation, rowsUnder } from './rows.ts';
import { fenced, type RollupState, SELECT_STATE } from './state.ts';

/** Changes taken in by one transaction: bounds its size and the time that it holds the database. */
const SLICE = 1_000;
const MAX_ATTEMPTS = 5;

const REFRESHED = statement('UPDATE rollup_state SET last_refreshed_at = ?2 WHERE tenant = ?1');

/**
 * Takes pending changes into the rollups until none is left (`done`), `deadline` (milliseconds of Date.now)
 * has passed, or others who write the same were faster again and again. Safe to run twice at once and to
 * stop anywhere: each slice is one transaction, fenced by the rollups' version and the stamps of its changes.
 */
export async function refresh(store: TenantStore, deadline: number): Promise<{ done: boolean }> {
  let attempts = 0;
  while (Date.now() < deadline) {
    try {
      if ((await refreshSlice(store)) < SLICE) return { done: true };
      attempts = 0;
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
      attempts += 1;
      if (attempts === MAX_ATTEMPTS) return { done: false };
    }
  }
  return { done: false };
}

async function refreshSlice(store: TenantStore): Promise<number> {
  const [[state], changes] = await store.batch([SELECT_STATE.with(), SELECT_CHANGES.with(SLICE)]);
  if (!state || changes.length === 0) return 0;
  const { fence, advance } = fenced(state.version);
  const additions = await Promise.all(
    generationsOf(state).map(async (generation) => {
      const deltas = deltasOf(changes, generation);
      return addQueries(await rowsUnder(store, generation.generation, deltas), deltas, generation);
    }),
  );
  await store.batch([
    fence,
    ...settleQueries(changes),
    ...additions.flat(),
    advance,
    REFRESHED.with(Math.floor(Date.now() / 1_000)),
  ]);
  return changes.length;
}

interface RefreshedGeneration extends Generation {
  /** Days before this one are not there yet and will be built from the facts. */
  fromDay: number;
}

function generationsOf(state: RollupState): RefreshedGeneration[] {
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

function deltasOf(changes: readonly ChangeRow[], { zone, fromDay }: RefreshedGeneration): Cells {
  const deltas = new Cells();
  eachChange(changes, (occurrence, sign) =>
    fold(occurrence, (set, member, day) => (day < fromDay ? undefined : deltas.at(set, member, day)), {
      zone,
      sign,
    }),
  );
  return deltas;
}
