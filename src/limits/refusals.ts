const MAX_ENTRIES = 2_000;
/** What is known of an instant was rounded up to whole seconds: within the last one the object is asked again. */
const ROUNDING_MILLISECONDS = 1_000;

/**
 * Whom this isolate knows to be refused, and until when: places come free by time alone, so neither the limiter
 * nor the database need be asked before.
 */
export class Refusals {
  readonly #ends = new Map<string, number>();

  /** Whole seconds, rounded up, that `caller` is still refused at `now` (milliseconds UTC); undefined where it may not be. */
  secondsLeft(caller: string, now: number): number | undefined {
    const end = this.#ends.get(caller);
    if (end === undefined) return undefined;
    const left = end - now;
    if (left > ROUNDING_MILLISECONDS) return Math.ceil(left / 1_000);
    this.#ends.delete(caller);
    return undefined;
  }

  /** Keeps that `caller` was refused for `seconds` from `now` (milliseconds UTC); the oldest goes where there are too many. */
  keep(caller: string, seconds: number, now: number): void {
    this.#ends.delete(caller);
    this.#ends.set(caller, now + seconds * 1_000);
    if (this.#ends.size <= MAX_ENTRIES) return;
    for (const oldest of this.#ends.keys()) {
      this.#ends.delete(oldest);
      return;
    }
  }
}
