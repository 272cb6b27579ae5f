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
