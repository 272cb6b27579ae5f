import { logLine } from '../log.ts';
import { REFUSED_LINE_SECONDS } from './limits.ts';

const MAX_ENTRIES = 2_000;

/** A refused request as its log line tells it. Nothing personal: callers and addresses are ids or keyed hashes. */
export interface Refused {
  reason: 'unauthenticated' | 'forbidden' | 'rate_limited' | 'quota';
  /** Which limit or quota, by its name in LIMITS or among the quotas. */
  limit?: string | undefined;
  /** The key or user whose credential held. */
  caller?: string | undefined;
  /** The id that a key claims which did not hold. */
  claimed_key?: string | undefined;
  address_hash: string;
  tenant?: string | undefined;
  /** Of the newest request. */
  route: string;
  own_request_id: string;
}

interface Entry {
  /** Milliseconds UTC of the last line. */
  at: number;
  count: number;
  newest: Refused;
}

/**
 * Log lines that operators can alert on: one per kind of refusal and caller within ten seconds, with how many
 * there were since the line before it.
 */
export class RefusedLines {
  /** Oldest line first. */
  readonly #entries = new Map<string, Entry>();

  /** Notes a refused request at `now` (milliseconds UTC): writes its line, or counts it for the next one. */
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

  /** Writes the lines of what was counted and whose time has come; `now` in milliseconds UTC. */
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

/** A clock that was set back ends the time, too. */
function isOver({ at }: Entry, now: number): boolean {
  return now < at || now >= at + REFUSED_LINE_SECONDS * 1_000;
}

function write(refused: Refused, count: number): void {
  logLine('info', { event: 'refused', ...refused, count });
}
