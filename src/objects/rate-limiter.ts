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

/** Counts the requests of one caller within a sliding window; one object a caller and limit. */
export class RateLimiter extends DurableObject {
  #taken: number[] = [];

  /** Lets one request in, or says when. Read and write happen without a pause, so no two share a place. */
  take({ limit, windowSeconds }: Take): Verdict {
    const now = Date.now();
    const windowMilliseconds = windowSeconds * 1_000;
    this.#taken = this.#taken.filter((at) => at > now - windowMilliseconds);
    const [oldest] = this.#taken;
    if (this.#taken.length >= limit && oldest !== undefined) {
      const wait = oldest + windowMilliseconds - now;
      return { allowed: false, remaining: 0, retryAfterSeconds: Math.max(1, Math.ceil(wait / 1_000)) };
    }
    this.#taken.push(now);
    return { allowed: true, remaining: limit - this.#taken.length, retryAfterSeconds: 0 };
  }
}
