const ATTEMPTS = 8;
const LONGEST_PAUSE_MS = 30_000;
const LONGEST_RETRY_AFTER_MS = 300_000;

/** A failure after which the same request may succeed; `retryAfterMs` is the wait that the server requested. */
export class Transient extends Error {
  readonly retryAfterMs: number | undefined;
  constructor(message: string, retryAfterMs?: number) {
    super(message);
    this.retryAfterMs = retryAfterMs;
  }
}

/** Milliseconds to wait according to a Retry-After header (seconds, or an HTTP date). */
export function retryAfterMs(header: string | null, now: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d+$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}

/**
 * Milliseconds before the next attempt (from 1): as the server requests, else exponential, with jitter (0 ≤ chance <
 * 1).
 */
export function pauseMs(attempt: number, asked: number | undefined, chance: number): number {
  if (asked !== undefined) return Math.min(asked, LONGEST_RETRY_AFTER_MS) + Math.floor(chance * 250);
  return Math.floor(Math.min(500 * 2 ** (attempt - 1), LONGEST_PAUSE_MS) * (0.5 + chance / 2));
}

/**
 * Calls `action` up to eight times, until it succeeds or throws something other than Transient. `onRetry` is called for
 * each failure, before the pause.
 */
export async function withRetries<Result>(
  action: () => Promise<Result>,
  onRetry: (failure: Transient, pause: number) => void,
): Promise<Result> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await action();
    } catch (error) {
      if (!(error instanceof Transient)) throw error;
      if (attempt === ATTEMPTS) throw new Error(`${error.message} Given up after ${ATTEMPTS} attempts.`);
      const pause = pauseMs(attempt, error.retryAfterMs, Math.random());
      onRetry(error, pause);
      await new Promise((resolve) => setTimeout(resolve, pause));
    }
  }
}
