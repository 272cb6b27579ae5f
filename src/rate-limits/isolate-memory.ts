import { Refusals } from './denied-cache.ts';
import { InFlight } from './in-flight.ts';
import { LOOKUPS_OF_REFUSED_ADDRESS, UNKNOWN_KEY_SECONDS } from './limits.ts';
import { Pace } from './pace.ts';
import { RefusedLines } from './refused-lines.ts';

/**
 * What one isolate remembers against abuse, each kind in a bounded memory of its own, so that a flood of one
 * kind does not push out what is known of another.
 */
export class IsolateMemory {
  readonly inFlight = new InFlight();
  readonly lines = new RefusedLines();
  readonly #unknownKeys = new Refusals();
  readonly #lookups = new Pace(LOOKUPS_OF_REFUSED_ADDRESS);

  /** Whether the database said within the last ten seconds that there is no such key; `now` in milliseconds UTC. */
  isUnknownKey({ tenant, id }: { tenant: string; id: string }, now: number): boolean {
    return this.#unknownKeys.secondsLeft(`${tenant}/${id}`, now) !== undefined;
  }

  /** Keeps that there is no such key. */
  keepUnknownKey({ tenant, id }: { tenant: string; id: string }, now: number): void {
    this.#unknownKeys.keep(`${tenant}/${id}`, UNKNOWN_KEY_SECONDS, now);
  }

  /** Whether a key that this isolate has not seen may be looked up for a refused address; counts if so. */
  mayLookUp(address: string, now: number): boolean {
    return this.#lookups.allows(address, now);
  }
}
