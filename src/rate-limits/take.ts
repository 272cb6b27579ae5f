import { LIMITS, type LimitName } from './limits.ts';
import type { Outlook, RateLimiter, Verdict } from './rate-limiter.ts';

/** A limiter that takes longer counts as unreachable. */
const PATIENCE_MILLISECONDS = 1_000;
/** The verdict for a caller that overloads its limiter. */
const FLOODED: Verdict = { allowed: false, remaining: 0, retryAfterSeconds: 1 };

type Limiters = DurableObjectNamespace<RateLimiter>;

/**
 * Consumes one request of the caller's limit, of `most` per window. Returns a refusal if the limiter is overloaded.
 * Rejects if the limiter cannot be reached within a second.
 */
export async function take(
  limiters: Limiters,
  limit: LimitName,
  caller: string,
  most: number = LIMITS[limit].limit,
): Promise<Verdict> {
  const limiter = limiters.getByName(`${limit}/${caller}`);
  return inTime(limiter.take({ ...LIMITS[limit], limit: most }), FLOODED);
}

/** Like `take`, but consumes nothing and returns how much of the window is used. */
export async function peek(
  limiters: Limiters,
  limit: LimitName,
  caller: string,
  most: number = LIMITS[limit].limit,
): Promise<Outlook> {
  const limiter = limiters.getByName(`${limit}/${caller}`);
  const flooded = { ...FLOODED, used: most, emptyAt: Date.now() };
  return inTime(limiter.peek({ ...LIMITS[limit], limit: most }), flooded);
}

async function inTime<Answer extends Verdict>(asked: Promise<Answer>, flooded: Answer): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('A rate limiter did not answer.')), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([asked, promise]);
  } catch (error) {
    if (isOverloaded(error)) return flooded;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The platform sets `overloaded` on errors of a Durable Object with too many queued requests. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true;
}
