/**
 * How many requests of each caller wait for a verdict in this isolate. One who sends many at once could take
 * places of a limit that others share before the caller's own limit has refused any of them.
 */
export class InFlight {
  readonly #waiting = new Map<string, number>();

  /** Counts one more of `caller` until `verdict` settles; how many there are, this one included. */
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
