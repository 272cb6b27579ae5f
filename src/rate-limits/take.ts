import { LIMITS, type LimitName } from './limits.ts';
import type { Outlook, RateLimiter, Verdict } from './rate-limiter.ts';

/** Beyond this a limiter counts as unreachable. */
const PATIENCE_MILLISECONDS = 1_000;
/** How long a caller who floods a limiter is told to stay away. */
const FLOODED: Verdict = { allowed: false, remaining: 0, retryAfterSeconds: 1 };

type Limiters = DurableObjectNamespace<RateLimiter>;

/**
 * Asks the object of `caller` to let one request in, of `most` within the limit's window; refused if more ask
 * than it can answer. Rejects if it cannot be reached in time.
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

/** As `take`, but takes no place and tells how much of the window is used. */
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

/** The platform marks the errors of an object that has too many requests before it so. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true;
}
