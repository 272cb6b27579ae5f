/**
 * Counts how many requests of each caller wait for a verdict in this isolate. A burst from one caller could otherwise
 * use up a shared limit before the caller's own limit refuses anything.
 */
export class InFlight {
  readonly #waiting = new Map<string, number>();

  /** Counts a request of `caller` until `verdict` settles. Returns the current number, including this request. */
  enter(caller: string, verdict: Promise<unknown>): number {
    const count = (this.#waiting.get(caller) ?? 0) + 1;
    this.#waiting.set(caller, count);
    const leave = (): void => this.#leave(caller);
    verdict.then(leave, leave);
    return count;
  }

  #leave(caller: string): void {
    const left = (this.#waiting.get(caller) ?? 1) - 1;
    if (left > 0) this.#waiting.set(caller, left);
    else this.#waiting.delete(caller);
  }
}

const MAX_CALLERS = 2_000;

/** Limits how often each caller may do something per fixed window, counted only in the memory of this isolate. */
export class Pace {
  readonly #limit: number;
  readonly #windowMilliseconds: number;
  readonly #windows = new Map<string, { start: number; taken: number }>();

  constructor({ limit, windowSeconds }: { limit: number; windowSeconds: number }) {
    this.#limit = limit;
    this.#windowMilliseconds = windowSeconds * 1_000;
  }

  /**
   * Whether `caller` is allowed at `now` (milliseconds UTC). Counts it if so. Holds 2,000 callers; evicts the oldest.
   */
  allows(caller: string, now: number): boolean {
    const window = this.#windows.get(caller);
    if (window && now >= window.start && now < window.start + this.#windowMilliseconds) {
      if (window.taken >= this.#limit) return false;
      window.taken += 1;
      return true;
    }
    this.#windows.delete(caller);
    this.#windows.set(caller, { start: now, taken: 1 });
    if (this.#windows.size > MAX_CALLERS) this.#forgetOldest();
    return true;
  }

  #forgetOldest(): void {
    for (const oldest of this.#windows.keys()) {
      this.#windows.delete(oldest);
      return;
    }
  }
}

const MAX_ENTRIES = 2_000;
/** End times are rounded up to whole seconds, so during the last second the limiter is asked again. */
const ROUNDING_MILLISECONDS = 1_000;

/**
 * Callers that this isolate knows to be refused, and until when. Requests leave a window only with time, so neither the
 * limiter nor the database needs to be asked before then.
 */
export class DeniedCache {
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

/** Rows that callers have read in this isolate and that their limiters do not know of yet. */
export class UncountedRows {
  readonly #windowMilliseconds: number;
  readonly #rows = new Map<string, { rows: number; at: number }>();

  constructor({ windowSeconds }: { windowSeconds: number }) {
    this.#windowMilliseconds = windowSeconds * 1_000;
  }

  /** Adds rows read at `now` (milliseconds UTC); returns all that are uncounted. Holds 2,000 callers. */
  add(caller: string, rows: number, now: number): number {
    const sum = this.take(caller, now) + rows;
    this.#rows.set(caller, { rows: sum, at: now });
    if (this.#rows.size > MAX_CALLERS) {
      const [oldest] = this.#rows.keys();
      if (oldest !== undefined) this.#rows.delete(oldest);
    }
    return sum;
  }

  /** Removes and returns the rows of `caller`, unless they have left the window. */
  take(caller: string, now: number): number {
    const entry = this.#rows.get(caller);
    this.#rows.delete(caller);
    return entry && now < entry.at + this.#windowMilliseconds ? entry.rows : 0;
  }
}
