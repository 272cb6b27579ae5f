import { DurableObject } from 'cloudflare:workers';

/** The answer of a rate limiter to one request. */
export interface Verdict {
  allowed: boolean;
  /** Requests left in the window now. */
  remaining: number;
  /** Seconds, rounded up, until the next request is allowed; 0 if this one was. */
  retryAfterSeconds: number;
}

/** The state of a window, without consuming a request. */
export interface Outlook extends Verdict {
  /** Requests allowed within the window. */
  used: number;
  /** When the window is empty again, in milliseconds UTC. */
  emptyAt: number;
}

export interface Take {
  /** At least 1. */
  limit: number;
  windowSeconds: number;
  /**
   * now: written before the verdict is returned. soon: written within a second, so that a busy caller costs few writes.
   */
  durable: 'now' | 'soon';
}

/** The stored window: the times of the allowed requests in milliseconds UTC, oldest first. */
interface Stored {
  taken: readonly number[];
  windowMilliseconds: number;
}

const WINDOW = 'window';
const SOON_MILLISECONDS = 1_000;

/** Counts the requests of one caller in a sliding window. There is one object per caller and limit. */
export class RateLimiter extends DurableObject {
  #taken: number[];
  #windowMilliseconds: number;
  /** Whenever state is stored, an alarm is set, so that the object cleans up after itself. */
  #hasAlarm: boolean;
  #isWriteDue = false;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const stored = this.ctx.storage.kv.get<Stored>(WINDOW);
    this.#taken = [...(stored?.taken ?? [])];
    this.#windowMilliseconds = stored?.windowMilliseconds ?? 0;
    this.#hasAlarm = stored !== undefined;
  }

  /** Allows a request, or returns when to retry. It never awaits between read and write, so requests cannot race. */
  take(asked: Take): Verdict {
    const now = Date.now();
    const wait = this.#wait(asked, now);
    if (wait > 0) return refusedFor(wait);
    this.#taken.push(now);
    if (asked.durable === 'now') this.#write();
    else this.#writeSoon();
    return { allowed: true, remaining: asked.limit - this.#taken.length, retryAfterSeconds: 0 };
  }

  /** Returns what `take` would, and how much of the window is used. Changes nothing. */
  peek(asked: Take): Outlook {
    const now = Date.now();
    const wait = this.#wait(asked, now);
    const used = this.#taken.length;
    const emptyAt = (this.#taken.at(-1) ?? now - this.#windowMilliseconds) + this.#windowMilliseconds;
    const verdict =
      wait > 0 ? refusedFor(wait) : { allowed: true, remaining: asked.limit - used, retryAfterSeconds: 0 };
    return { ...verdict, used, emptyAt };
  }

  /** Milliseconds until a request is allowed; 0 or less if it is allowed now. */
  #wait({ limit, windowSeconds }: Take, now: number): number {
    this.#windowMilliseconds = windowSeconds * 1_000;
    this.#forgetBefore(now);
    const leaving = this.#taken[this.#taken.length - limit];
    return leaving === undefined ? 0 : leaving + this.#windowMilliseconds - now;
  }

  /** Deletes the stored state once the window is empty. */
  override async alarm(): Promise<void> {
    this.#forgetBefore(Date.now());
    this.#hasAlarm = false;
    if (this.#taken.length > 0) this.#write();
    else await this.ctx.storage.deleteAll();
  }

  /**
   * Drops requests that left the window. If the clock was set back, later times count as `now`, so that no request
   * counts for longer than a window from now.
   */
  #forgetBefore(now: number): void {
    const from = now - this.#windowMilliseconds;
    const kept = this.#taken.findIndex((at) => at > from);
    if (kept !== 0) this.#taken.splice(0, kept === -1 ? this.#taken.length : kept);
    if ((this.#taken.at(-1) ?? now) > now) this.#taken = this.#taken.map((at) => Math.min(at, now));
  }

  /** The timer keeps the object in memory until it fires. */
  #writeSoon(): void {
    if (this.#isWriteDue) return;
    this.#isWriteDue = true;
    setTimeout(() => {
      this.#isWriteDue = false;
      this.#write();
    }, SOON_MILLISECONDS);
  }

  /**
   * The output gate of Durable Objects holds the response until the write is on disk. The window and its alarm are
   * written together.
   */
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

function refusedFor(milliseconds: number): Verdict {
  return { allowed: false, remaining: 0, retryAfterSeconds: Math.ceil(milliseconds / 1_000) };
}
