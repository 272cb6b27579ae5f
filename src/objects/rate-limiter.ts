import { DurableObject } from 'cloudflare:workers';

/** What a limiter says of one request. */
export interface Verdict {
  allowed: boolean;
  /** Requests that are left within the window now. */
  remaining: number;
  /** Whole seconds, rounded up, until the next request is let in; 0 where it was allowed. */
  retryAfterSeconds: number;
}

export interface Take {
  limit: number;
  windowSeconds: number;
  /** now: stored before the verdict is given. soon: within a second, so that a busy caller costs few writes. */
  durable: 'now' | 'soon';
}

/** The window as it is stored: when each request was let in, in milliseconds, oldest first. */
interface Stored {
  taken: readonly number[];
  windowMilliseconds: number;
}

const WINDOW = 'window';
const SOON_MILLISECONDS = 1_000;

/** Counts the requests of one caller within a sliding window; one object a caller and limit. */
export class RateLimiter extends DurableObject {
  #taken: number[];
  #windowMilliseconds: number;
  /** One is set whenever something is stored, so that nothing stays behind. */
  #hasAlarm: boolean;
  #isWriteDue = false;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const stored = this.ctx.storage.kv.get<Stored>(WINDOW);
    this.#taken = [...(stored?.taken ?? [])];
    this.#windowMilliseconds = stored?.windowMilliseconds ?? 0;
    this.#hasAlarm = stored !== undefined;
  }

  /** Lets one request in, or says when. Read and write happen without a pause, so no two share a place. */
  take({ limit, windowSeconds, durable }: Take): Verdict {
    const now = Date.now();
    this.#windowMilliseconds = windowSeconds * 1_000;
    this.#forgetBefore(now);
    const leaving = this.#taken[this.#taken.length - limit];
    if (leaving !== undefined) {
      const wait = leaving + this.#windowMilliseconds - now;
      return { allowed: false, remaining: 0, retryAfterSeconds: Math.ceil(wait / 1_000) };
    }
    this.#taken.push(now);
    if (durable === 'now') this.#write();
    else this.#writeSoon();
    return { allowed: true, remaining: limit - this.#taken.length, retryAfterSeconds: 0 };
  }

  /** Leaves nothing stored of a caller who is gone. */
  override async alarm(): Promise<void> {
    this.#forgetBefore(Date.now());
    this.#hasAlarm = false;
    if (this.#taken.length > 0) this.#write();
    else await this.ctx.storage.deleteAll();
  }

  /** Where the clock was set back, a place is held for no longer than a window from now. */
  #forgetBefore(now: number): void {
    const from = now - this.#windowMilliseconds;
    this.#taken = this.#taken.filter((at) => at > from).map((at) => Math.min(at, now));
  }

  /** The object stays in memory while the timer runs. */
  #writeSoon(): void {
    if (this.#isWriteDue) return;
    this.#isWriteDue = true;
    setTimeout(() => {
      this.#isWriteDue = false;
      this.#write();
    }, SOON_MILLISECONDS);
  }

  /** Nothing is answered before it is on disk; window and alarm are written together. */
  #write(): void {
    const newest = this.#taken.at(-1);
    if (newest === undefined) return;
    const stored: Stored = { taken: this.#taken, windowMilliseconds: this.#windowMilliseconds };
    this.ctx.storage.kv.put(WINDOW, stored);
    if (this.#hasAlarm) return;
    this.#hasAlarm = true;
    void this.ctx.storage.setAlarm(newest + this.#windowMilliseconds);
  }
}
