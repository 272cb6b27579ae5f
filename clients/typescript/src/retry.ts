import { ProblemError } from './problem.ts';

const FIRST_PAUSE_SECONDS = 0.5;
const LONGEST_PAUSE_SECONDS = 30;

/** Refused, and nothing was done: the same request may succeed later. */
const MAY_COME_GOOD = new Set([429, 503]);

export interface Retrying {
  /** How often a request is sent again; 0 for never. */
  retries: number;
  /** Whether a request may be sent again if nobody knows what became of it: no answer, or one of a proxy. */
  isRepeatable: boolean;
  signal?: AbortSignal | undefined;
}

/**
 * Calls `action` until it succeeds, fails for good, or has been tried often enough. Between two attempts it waits as
 * long as the server asks for, else exponentially longer, with jitter. Throws the last error, or that of the signal.
 */
export async function withRetries<Result>(action: () => Promise<Result>, options: Retrying): Promise<Result> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      options.signal?.throwIfAborted();
      if (attempt >= options.retries || !mayRepeat(error, options.isRepeatable)) throw error;
      const asked = error instanceof ProblemError ? error.retryAfter : undefined;
      await pause(pauseSeconds(attempt, asked, Math.random()), options.signal);
    }
  }
}

function mayRepeat(error: unknown, isRepeatable: boolean): boolean {
  if (error instanceof ProblemError && error.status < 500) return MAY_COME_GOOD.has(error.status);
  return isRepeatable || (error instanceof ProblemError && MAY_COME_GOOD.has(error.status));
}

/**
 * Seconds before attempt `attempt + 1` (from 0). `chance` (0 ≤ chance < 1) spreads clients: a wait that was asked for is
 * never cut short, another one is halved at most.
 */
export function pauseSeconds(attempt: number, asked: number | undefined, chance: number): number {
  if (asked !== undefined) return asked + chance;
  return Math.min(FIRST_PAUSE_SECONDS * 2 ** attempt, LONGEST_PAUSE_SECONDS) * (0.5 + chance / 2);
}

/** Waits. Throws the reason of the signal as soon as it is aborted. */
export function pause(seconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal?.throwIfAborted();
    const abort = () => {
      clearTimeout(timer);
      reject(signal?.reason);
    };
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', abort);
      resolve();
    }, seconds * 1_000);
    signal?.addEventListener('abort', abort, { once: true });
  });
}
