const PREFIX = 'ticket:';

interface Kept {
  /** JSON of what the ticket opens. */
  subscription: string;
  /** Milliseconds UTC. */
  expiresAt: number;
}

/** What tickets open, until they are used or expire. */
export class TicketsKept {
  readonly #kv: SyncKvStorage;

  constructor({ storage }: DurableObjectState) {
    this.#kv = storage.kv;
  }

  keep(id: string, kept: Kept): void {
    this.#kv.put(PREFIX + id, kept);
  }

  /** What a ticket opens, once. Undefined if it has been used. */
  take(id: string): string | undefined {
    const kept = this.#kv.get<Kept>(PREFIX + id);
    if (kept) this.#kv.delete(PREFIX + id);
    return kept?.subscription;
  }

  /** Deletes those that have expired at `now` (milliseconds UTC). Returns how many are left, and when the first expires. */
  sweep(now: number): { left: number; firstExpiry: number } {
    let left = 0;
    let firstExpiry = Number.POSITIVE_INFINITY;
    for (const [key, { expiresAt }] of [...this.#kv.list<Kept>({ prefix: PREFIX })]) {
      if (expiresAt <= now) {
        this.#kv.delete(key);
        continue;
      }
      left += 1;
      firstExpiry = Math.min(firstExpiry, expiresAt);
    }
    return { left, firstExpiry };
  }
}
