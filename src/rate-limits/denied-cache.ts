const MAX_ENTRIES = 2_000;
/** End times are rounded up to whole seconds, so during the last second the limiter is asked again. */
const ROUNDING_MILLISECONDS = 1_000;

/**
 * Callers that this isolate knows to be refused, and until when. Requests leave a window only with time, so neither the
 * limiter nor the database needs to be asked before then.
 */
export class Refusals {
  readonly #entries = new Map<string, { end: number; limit: number }>();

  /** Seconds, rounded up, for which `caller` is still refused at `now` (milliseconds UTC); undefined if not known. */
  secondsLeft(caller: string, now: number): number | undefined {
    const entry = this.#entries.get(caller);
    if (entry === undefined) return undefined;
    const left = entry.end - now;
    if (left > ROUNDING_MILLISECONDS) return Math.ceil(left / 1_000);
    this.#entries.delete(caller);
    return undefined;
  }

  /** The limit that `caller` exceeded when it was last refused; 0 if none was stored. */
  limitOf(caller: string): number {
    return this.#entries.get(caller)?.limit ?? 0;
  }

  /**
   * Stores that `caller` is refused for `seconds` from `now` (milliseconds UTC). Holds 2,000 callers; evicts the
   * oldest.
   */
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
