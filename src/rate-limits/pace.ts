const MAX_CALLERS = 2_000;

/** Lets each caller do something so many times per window, counted in this isolate's memory alone. */
export class Pace {
  readonly #limit: number;
  readonly #windowMilliseconds: number;
  readonly #windows = new Map<string, { start: number; taken: number }>();

  constructor({ limit, windowSeconds }: { limit: number; windowSeconds: number }) {
    this.#limit = limit;
    this.#windowMilliseconds = windowSeconds * 1_000;
  }

  /** Whether `caller` may at `now` (milliseconds UTC); counts if so. Beyond 2,000 callers the oldest is forgotten. */
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
