import { DeniedCache, InFlight, Pace, UncountedRows } from './caller-memory.ts';
import { LIMITS, LOOKUPS_OF_REFUSED_ADDRESS, UNKNOWN_KEY_SECONDS } from './check.ts';
import { RefusedLines } from './refused-lines.ts';

/**
 * What one isolate remembers to resist abuse. Each kind has its own bounded memory, so that a flood of one kind does
 * not evict the others.
 */
export class IsolateMemory {
  readonly inFlight = new InFlight();
  readonly lines = new RefusedLines();
  readonly uncountedRows = new UncountedRows(LIMITS.rowsRead);
  readonly #unknownKeys = new DeniedCache();
  readonly #lookups = new Pace(LOOKUPS_OF_REFUSED_ADDRESS);

  /**
   * Whether the database reported within the last ten seconds that the key does not exist. `now` is in milliseconds
   * UTC.
   */
  isUnknownKey({ tenant, id }: { tenant: string; id: string }, now: number): boolean {
    return this.#unknownKeys.secondsLeft(`${tenant}/${id}`, now) !== undefined;
  }

  /** Remembers that the key does not exist. */
  keepUnknownKey({ tenant, id }: { tenant: string; id: string }, now: number): void {
    this.#unknownKeys.keep(`${tenant}/${id}`, UNKNOWN_KEY_SECONDS, now);
  }

  /**
   * Whether an unseen key may be looked up for a refused address at `now` (milliseconds UTC). Counts the look-up if so.
   */
  mayLookUp(address: string, now: number): boolean {
    return this.#lookups.allows(address, now);
  }
}
