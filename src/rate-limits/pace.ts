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
