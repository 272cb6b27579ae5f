import { DurableObject } from 'cloudflare:workers';

/** The answer of a rate limiter to one request. */
export interface Verdict {
  allowed: boolean;
  /** Requests left in the window now. */
  remaining: number;
  /** Seconds, rounded up, until the next request is allowed; 0 if this one was. */
  retryAfterSeconds: number;
  /** Of a request with a budget: milliseconds until the caller may read again; 0 if it may now. */
  rowsAgainIn?: number;
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

/** Rows that a caller may read within the same window. */
export interface RowBudget {
  /** At least 1. */
  limit: number;
  /** What the caller has read that was not counted yet. */
  spent: number;
}

/** The stored window: the times of the allowed requests in milliseconds UTC, oldest first. */
interface Stored {
  taken: readonly number[];
  /** Rows that were read, and when they were reported, oldest first. */
  read?: readonly (readonly [at: number, rows: number])[];
  windowMilliseconds: number;
}

const WINDOW = 'window';
const SOON_MILLISECONDS = 1_000;

/** Counts the requests of one caller in a sliding window. There is one object per caller and limit. */
export class RateLimiter extends DurableObject {
  #taken: number[];
  #read: [at: number, rows: number][];
  #windowMilliseconds: number;
  /** Whenever state is stored, an alarm is set, so that the object cleans up after itself. */
  #hasAlarm: boolean;
  #isWriteDue = false;

  constructor(ctx: DurableObjectState, env: Cloudflare.Env) {
    super(ctx, env);
    const stored = this.ctx.storage.kv.get<Stored>(WINDOW);
    this.#taken = [...(stored?.taken ?? [])];
    this.#read = (stored?.read ?? []).map(([at, rows]) => [at, rows]);
    this.#windowMilliseconds = stored?.windowMilliseconds ?? 0;
    this.#hasAlarm = stored !== undefined;
  }

  /**
   * Allows a request, or returns when to retry; with a budget also counts rows, and returns when the caller may read
   * again. It never awaits between read and write, so requests cannot race.
   */
  take(asked: Take, budget?: RowBudget): Verdict {
    if (!budget) return this.#take(asked);
    this.spend(asked, budget.spent);
    const verdict = this.#take(asked);
    return { ...verdict, rowsAgainIn: this.#rowsAgainIn(budget.limit, Date.now()) };
  }

  #take(asked: Take): Verdict {
    const now = Date.now();
    const wait = this.#wait(asked, now);
    if (wait > 0) return refusedFor(wait);
    this.#taken.push(now);
    if (asked.durable === 'now') this.#write();
    else this.#writeSoon();
    return { allowed: true, remaining: asked.limit - this.#taken.length, retryAfterSeconds: 0 };
  }

  /** Counts rows that the caller has read. */
  spend({ windowSeconds }: Take, rows: number): void {
    if (rows <= 0) return;
    const now = Date.now();
    this.#windowMilliseconds = windowSeconds * 1_000;
    this.#forgetBefore(now);
    this.#read.push([now, rows]);
    this.#writeSoon();
  }

  /** The oldest rows leave the window first; the caller may read once fewer than the budget are left. */
  #rowsAgainIn(limit: number, now: number): number {
    let left = this.#read.reduce((sum, [, rows]) => sum + rows, 0);
    let wait = 0;
    for (const [at, rows] of this.#read) {
      if (left < limit) break;
      left -= rows;
      wait = at + this.#windowMilliseconds - now;
    }
    return wait;
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
    if (this.#taken.length + this.#read.length > 0) this.#write();
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
    this.#read = this.#read.filter(([at]) => at > from).map(([at, rows]) => [Math.min(at, now), rows]);
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
    const newest = Math.max(this.#taken.at(-1) ?? 0, this.#read.at(-1)?.[0] ?? 0);
    if (newest === 0) return;
    const stored: Stored = {
      taken: this.#taken,
      ...(this.#read.length > 0 && { read: this.#read }),
      windowMilliseconds: this.#windowMilliseconds,
    };
    this.ctx.storage.kv.put(WINDOW, stored);
    if (this.#hasAlarm) return;
    this.#hasAlarm = true;
    void this.ctx.storage.setAlarm(newest + this.#windowMilliseconds);
  }
}

function refusedFor(milliseconds: number): Verdict {
  return { allowed: false, remaining: 0, retryAfterSeconds: Math.ceil(milliseconds / 1_000) };
}
