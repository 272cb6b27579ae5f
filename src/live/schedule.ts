/** The least time from the start of one round to that of the next, in milliseconds. */
const APART_MILLISECONDS = 1_000;

/**
 * When the rounds of a hub run: one at a time, at most one a second, and for at most half of the time. What is due soon
 * waits on a timer, what is due later on an alarm, so that the hub can sleep. Alarms are in milliseconds UTC; rounds are
 * kept apart by the clock of the process, which is never set back.
 */
export class Schedule {
  readonly #storage: DurableObjectStorage;
  readonly #work: () => Promise<void>;
  /** When the next round may begin, by `performance.now()`. */
  #earliest = Number.NEGATIVE_INFINITY;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #running: Promise<void> | undefined;
  #isWantedAgain = false;

  constructor({ storage }: DurableObjectState, work: () => Promise<void>) {
    this.#storage = storage;
    this.#work = work;
  }

  /** Wants a round that begins after this call. Any number of calls before it begins make one round. */
  soon(): void {
    if (this.#running) this.#isWantedAgain = true;
    if (this.#running || this.#timer !== undefined) return;
    this.#timer = setTimeout(() => void this.#start(), this.#wait());
  }

  /** Runs a round now, or after the one that runs. Returns when it is done. */
  async run(): Promise<void> {
    await this.#running;
    const wait = this.#wait();
    if (wait > 0) await new Promise((resolve) => setTimeout(resolve, wait));
    await this.#start();
  }

  /** Wants a round at `at`, or before. */
  async atLatest(at: number): Promise<void> {
    const due = Math.max(at, Date.now() + this.#wait());
    const set = await this.#storage.getAlarm();
    if (set === null || set > due) await this.#storage.setAlarm(due);
  }

  /** Wants a round at `at`, and none before. */
  async onlyAt(at: number): Promise<void> {
    await this.#storage.setAlarm(at);
  }

  async never(): Promise<void> {
    if ((await this.#storage.getAlarm()) !== null) await this.#storage.deleteAlarm();
  }

  /** Milliseconds until the next round may begin. */
  #wait(): number {
    return Math.max(0, this.#earliest - performance.now());
  }

  #start(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#running ??= this.#runOnce();
    return this.#running;
  }

  async #runOnce(): Promise<void> {
    const started = performance.now();
    this.#earliest = started + APART_MILLISECONDS;
    try {
      await this.#work();
    } finally {
      const ended = performance.now();
      this.#earliest = Math.max(started + APART_MILLISECONDS, ended + (ended - started));
      this.#running = undefined;
      if (this.#isWantedAgain) {
        this.#isWantedAgain = false;
        this.soon();
      }
    }
  }
}
