import { DurableObject } from 'cloudflare:workers';

/** What a limiter says of one request. */
export interface Verdict {
  allowed: boolean;
  /** Requests that are left within the window now. */
  remaining: number;
  /** Whole seconds, rounded up, until the next request is let in; 0 where it was allowed. */
  retryAfterSeconds: number;
}

/** How a window stands, if nothing is taken from it. */
export interface Outlook extends Verdict {
  /** Requests that were let in within the window. */
  used: number;
  /** When all of them will have left it, in milliseconds UTC. */
  emptyAt: number;
}

export interface Take {
  /** At least 1. */
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
  take(asked: Take): Verdict {
    const now = Date.now();
    const wait = this.#wait(asked, now);
    if (wait > 0) return refusedFor(wait);
    this.#taken.push(now);
    if (asked.durable === 'now') this.#write();
    else this.#writeSoon();
    return { allowed: true, remaining: asked.limit - this.#taken.length, retryAfterSeconds: 0 };
  }

  /** Says what `take` would, and how much of the window is used; changes nothing. */
  peek(asked: Take): Outlook {
    const now = Date.now();
    const wait = this.#wait(asked, now);
    const used = this.#taken.length;
    const emptyAt = (this.#taken.at(-1) ?? now - this.#windowMilliseconds) + this.#windowMilliseconds;
    const verdict =
      wait > 0 ? refusedFor(wait) : { allowed: true, remaining: asked.limit - used, retryAfterSeconds: 0 };
    return { ...verdict, used, emptyAt };
  }

  /** Milliseconds until a place is free; 0 or less if one is. */
  #wait({ limit, windowSeconds }: Take, now: number): number {
    this.#windowMilliseconds = windowSeconds * 1_000;
    this.#forgetBefore(now);
    const leaving = this.#taken[this.#taken.length - limit];
    return leaving === undefined ? 0 : leaving + this.#windowMilliseconds - now;
  }

  /** Base measures nothing stored of a caller who is gone. */
  override async alarm(): Promise<void> {
    this.#forgetBefore(Date.now());
    this.#hasAlarm = false;
    if (this.#taken.length > 0) this.#write();
    else await this.ctx.storage.deleteAll();
  }

  /** If the clock was set back, a place is held for no longer than a window from now. */
  #forgetBefore(now: number): void {
    const from = now - this.#windowMilliseconds;
    const kept = this.#taken.findIndex((at) => at > from);
    if (kept !== 0) this.#taken.splice(0, kept === -1 ? this.#taken.length : kept);
    if ((this.#taken.at(-1) ?? now) > now) this.#taken = this.#taken.map((at) => Math.min(at, now));
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

function refusedFor(milliseconds: number): Verdict {
  return { allowed: false, remaining: 0, retryAfterSeconds: Math.ceil(milliseconds / 1_000) };
}
