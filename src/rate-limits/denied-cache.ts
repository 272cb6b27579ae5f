const MAX_ENTRIES = 2_000;
/** What is known of an instant was rounded up to whole seconds: within the last one the object is asked again. */
const ROUNDING_MILLISECONDS = 1_000;

/**
 * Who is known in this isolate to be refused, and until when: places come free by time alone, so neither the
 * limiter nor the database need be asked before.
 */
export class Refusals {
  readonly #entries = new Map<string, { end: number; limit: number }>();

  /** Whole seconds, rounded up, that `caller` is still refused at `now` (milliseconds UTC); undefined if it may not be. */
  secondsLeft(caller: string, now: number): number | undefined {
    const entry = this.#entries.get(caller);
    if (entry === undefined) return undefined;
    const left = entry.end - now;
    if (left > ROUNDING_MILLISECONDS) return Math.ceil(left / 1_000);
    this.#entries.delete(caller);
    return undefined;
  }

  /** The limit that `caller` was over when it was last refused; 0 if none was given. */
  limitOf(caller: string): number {
    return this.#entries.get(caller)?.limit ?? 0;
  }

  /** Keeps that `caller` was refused for `seconds` from `now` (milliseconds UTC); beyond 2,000 callers the oldest goes. */
  keep(caller: string, seconds: number, now: number, limit = 0): void {
    this.#entries.delete(caller);
    this.#entries.set(caller, { end: now + seconds * 1_000, limit });
    if (this.#entries.size <= MAX_ENTRIES) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }
}
