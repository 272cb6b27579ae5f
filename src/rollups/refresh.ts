import { BOUNDS } from '../bounds.ts';
import { isTransactionConflict } from '../db/conflict.ts';
import type { StoreContext } from '../db/tenant-store.ts';
import { logLine } from '../log.ts';
import { dateOfDay } from '../time/dates.ts';
import { type Backlog, pendingDays, recordsOf, SELECT_CHANGES } from './changes.ts';
import { setAside } from './quarantine.ts';
import { rebuildDay } from './rebuild-day.ts';
import { refreshSlice, SliceFailed } from './refresh-slice.ts';
import { ROW_BOUNDS, type RowBounds } from './row-bounds.ts';
import { type Generation, UnreadableRow } from './rows.ts';
import { generationsOf, type RollupState, SELECT_STATE } from './state.ts';

/** A refresh is due at this many pending changes, or at this age: about a hundred refreshes on a busy day. */
const DUE_PENDING = 500;
const DUE_AGE_SECONDS = 15 * 60;

/** Whether a refresh is due; `now` in seconds UTC. */
export function isDue({ pending, oldest }: Pick<Backlog, 'pending' | 'oldest'>, now: number): boolean {
  return pending >= DUE_PENDING || (oldest !== null && now - oldest >= DUE_AGE_SECONDS);
}

/** Whether the backlog with `coming` more changes exceeds what a read may have to fold. */
export function isOverfull({ pending, bytes }: Backlog, coming: number): boolean {
  return pending + coming > BOUNDS.pendingChanges.value || bytes > BOUNDS.pendingBytes.value;
}

/** Changes per transaction; bounds its size and how long it blocks the database. */
const SLICE = 1_000;
const MAX_ATTEMPTS = 5;
/** Give up after quarantining this many changes without taking one in: the fault may lie elsewhere. */
const MAX_SET_ASIDE = 20;

/**
 * Takes pending changes into the rollups until none is left (`done`), `deadline` (milliseconds of Date.now) has passed,
 * or concurrent writers win repeatedly. Safe to run concurrently and to interrupt: each slice is one transaction,
 * fenced by the version of the rollups and the stamps of its changes. A slice that fails because of its content is
 * halved until the faulty change is found, which is quarantined; the day of an unreadable row is rebuilt. Errors of the
 * database are rethrown.
 */
export async function refresh(
  context: StoreContext,
  { deadline, bounds = ROW_BOUNDS }: { deadline: number; bounds?: RowBounds },
): Promise<{ done: boolean }> {
  const run = new Run(context);
  while (Date.now() < deadline && !run.hasGivenUp) {
    try {
      if (!(await refreshSlice(context, { limit: run.limit, bounds }))) return { done: true };
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

/** State of a refresh: its slice size, and the failures since changes were last taken in. */
class Run {
  readonly #context: StoreContext;
  readonly #repaired = new Set<string>();
  #attempts = 0;
  #setAside = 0;
  limit = SLICE;

  constructor(context: StoreContext) {
    this.#context = context;
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
      // A row of arrivals that all have left has no records, so that two rows may have one together.
      this.limit = Math.max(1, Math.floor(recordsOf(changes) / 2));
      return;
    }
    await setAside(this.#context, { changes, cause });
    if (recordsOf(changes) === 1) this.#setAside += 1;
  }

  /** Rebuilds the day of an unreadable row. Throws if that day was rebuilt before, so that the refresh cannot loop. */
  async repair({ generation, day }: UnreadableRow): Promise<void> {
    const key = `${generation} ${day}`;
    if (this.#repaired.has(key))
      throw new Error(`The rollups of ${dateOfDay(day)} cannot be read after a rebuild.`);
    this.#repaired.add(key);
    logLine('error', {
      event: 'rollups unreadable',
      tenant: this.#context.store.tenant,
      day: dateOfDay(day),
    });
    const target = (state: RollupState): Generation | undefined =>
      generationsOf(state).find((each) => each.generation === generation);
    try {
      await rebuildDay(this.#context, { day, target });
    } catch (error) {
      if (!isTransactionConflict(error)) throw error;
      this.#repaired.delete(key);
      this.lost();
    }
  }
}

const MAX_CHANGES = 1_000_000;

/**
 * Takes in all pending changes, until `deadline` (milliseconds of Date.now). If it is not done by then, `pendingDays`
 * counts the local days that still have some. `refreshedAt` in seconds UTC.
 */
export async function refreshNow(
  context: StoreContext,
  { deadline }: { deadline: number },
): Promise<{ done: boolean; pendingDays: number; refreshedAt: number }> {
  const { done } = await refresh(context, { deadline });
  const refreshedAt = Math.floor(Date.now() / 1_000);
  if (done) return { done, pendingDays: 0, refreshedAt };
  const [[state], changes] = await context.store.batch([
    SELECT_STATE.with(),
    SELECT_CHANGES.with(MAX_CHANGES),
  ]);
  return { done, pendingDays: pendingDays(changes, state!.time_zone), refreshedAt };
}
