import { isTransactionConflict } from '../db/conflict.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { logLine } from '../log.ts';
import { dateOfDay } from '../time/dates.ts';
import { setAside } from './quarantine.ts';
import { rebuildDay } from './rebuild-day.ts';
import { refreshSlice, SliceFailed } from './refresh-slice.ts';
import { ROW_BOUNDS } from './row-bounds.ts';
import { type Generation, UnreadableRow } from './rows.ts';
import { generationsOf, type RollupState } from './state.ts';

/** Changes taken in by one transaction: bounds its size and the time that it holds the database. */
const SLICE = 1_000;
const MAX_ATTEMPTS = 5;
/** So many changes are set aside without one that is taken in: then the fault may not be theirs. */
const MAX_SET_ASIDE = 20;

/**
 * Takes pending changes into the rollups until none is left (`done`), `deadline` (milliseconds of Date.now)
 * has passed, or others who write the same were faster again and again. Safe to run twice at once and to
 * stop anywhere: each slice is one transaction, fenced by the rollups' version and the stamps of its changes.
 * A slice that fails by what is in it is halved until the one change is found that cannot be taken in, which goes
 * into quarantine; a stored row that cannot be read has its day rebuilt. What the database throws is thrown.
 */
export async function refresh(
  store: TenantStore,
  deadline: number,
  bounds = ROW_BOUNDS,
): Promise<{ done: boolean }> {
  const run = new Run(store);
  while (Date.now() < deadline && !run.hasGivenUp) {
    try {
      if (!(await refreshSlice(store, run.limit, bounds))) return { done: true };
      run.succeeded();
    } catch (error) {
      if (isTransactionConflict(error)) run.lost();
      else if (error instanceof UnreadableRow) await run.repair(error);
      else if (error instanceof SliceFailed) await run.narrow(error);
      else throw error;
    }
  }
  return { done: false };
}

/** How a refresh stands: how much it takes at once, and what went wrong since something was taken in. */
class Run {
  readonly #store: TenantStore;
  readonly #repaired = new Set<string>();
  #attempts = 0;
  #setAside = 0;
  limit = SLICE;

  constructor(store: TenantStore) {
    this.#store = store;
  }

  get hasGivenUp(): boolean {
    return this.#attempts === MAX_ATTEMPTS || this.#setAside === MAX_SET_ASIDE;
  }

  succeeded(): void {
    this.#attempts = 0;
    this.#setAside = 0;
    this.limit = Math.min(SLICE, this.limit * 2);
  }

  /** Another writer was faster. */
  lost(): void {
    this.#attempts += 1;
  }

  async narrow({ changes, cause }: SliceFailed): Promise<void> {
    if (changes.length > 1) {
      this.limit = Math.floor(changes.length / 2);
      return;
    }
    await setAside(this.#store, changes, cause);
    this.#setAside += 1;
  }

  /** Computes the day of a row anew; only once, so that a row which stays unreadable ends the run. */
  async repair({ generation, day }: UnreadableRow): Promise<void> {
    const key = `${generation} ${day}`;
    if (this.#repaired.has(key))
      throw new Error(`The rollups of ${dateOfDay(day)} cannot be read after a rebuild.`);
    this.#repaired.add(key);
    logLine('error', { event: 'rollups unreadable', tenant: this.#store.tenant, day: dateOfDay(day) });
    const target = (state: RollupState): Generation | undefined =>
      generationsOf(state).find((each) => each.generation === generation);
    try {
      await rebuildDay(this.#store, day, target);
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
      this.#repaired.delete(key);
      this.lost();
    }
  }
}
