import { logLine } from '../log.ts';
import { REFUSED_LINE_SECONDS } from './check.ts';

const MAX_ENTRIES = 2_000;

/** The log line of a refused request. It has no personal data: callers and addresses are ids or keyed hashes. */
export interface Refused {
  reason: 'unauthenticated' | 'forbidden' | 'rate_limited' | 'quota';
  /** The limit or quota, by its name in LIMITS or among the quotas. */
  limit?: string | undefined;
  /** The key or user, if the credential was valid. */
  caller?: string | undefined;
  /** The id claimed by an invalid key. */
  claimed_key?: string | undefined;
  address_hash: string;
  tenant?: string | undefined;
  /** Of the newest request. */
  route: string;
  own_request_id: string;
}

interface Entry {
  /** Time of the last line, in milliseconds UTC. */
  at: number;
  count: number;
  newest: Refused;
}

/**
 * Writes log lines for alerts: one per kind of refusal and caller in ten seconds, with the number of refusals since the
 * previous line.
 */
export class RefusedLines {
  /** Oldest line first. */
  readonly #entries = new Map<string, Entry>();

  /** Records a refused request at `now` (milliseconds UTC): writes its line, or counts it for the next one. */
  note(refused: Refused, now: number): void {
    const { reason, limit = '', caller = refused.address_hash } = refused;
    const key = `${reason}/${limit}/${caller}`;
    const entry = this.#entries.get(key);
    if (entry && !isOver(entry, now)) {
      entry.count += 1;
      entry.newest = refused;
      return;
    }
    this.#entries.delete(key);
    this.#entries.set(key, { at: now, count: 0, newest: refused });
    write(refused, (entry?.count ?? 0) + 1);
    if (this.#entries.size <= MAX_ENTRIES) return;
    for (const oldest of this.#entries.keys()) {
      this.#close(oldest);
      return;
    }
  }

  /** Writes the due lines of refusals that were only counted. `now` is in milliseconds UTC. */
  flush(now: number): void {
    for (const [key, entry] of this.#entries) {
      if (!isOver(entry, now)) return;
      this.#close(key);
      if (entry.count > 0) this.#entries.set(key, { ...entry, at: now, count: 0 });
    }
  }

  #close(key: string): void {
    const entry = this.#entries.get(key);
    this.#entries.delete(key);
    if (entry && entry.count > 0) write(entry.newest, entry.count);
  }
}

/** The time is over, too, if the clock was set back. */
function isOver({ at }: Entry, now: number): boolean {
  return now < at || now >= at + REFUSED_LINE_SECONDS * 1_000;
}

function write(refused: Refused, count: number): void {
  logLine('info', { event: 'refused', ...refused, count });
}
