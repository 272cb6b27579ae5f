import type { RateLimiter, Verdict } from '../objects/rate-limiter.ts';
import { LIMITS, type LimitName } from './limits.ts';

/** Beyond this a limiter counts as unreachable. */
const PATIENCE_MILLISECONDS = 1_000;
/** How long whoever floods a limiter is told to stay away. */
const FLOODED: Verdict = { allowed: false, remaining: 0, retryAfterSeconds: 1 };

/**
 * Asks the object of `caller` to let one request in; refused where more ask than it can answer. Rejects where it
 * cannot be reached in time.
 */
export async function take(
  limiters: DurableObjectNamespace<RateLimiter>,
  limit: LimitName,
  caller: string,
): Promise<Verdict> {
  const limiter = limiters.getByName(`${limit}/${caller}`);
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('A rate limiter did not answer.')), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([limiter.take(LIMITS[limit]), promise]);
  } catch (error) {
    if (isOverloaded(error)) return FLOODED;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The platform marks the errors of an object that has too many requests before it so. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true;
}
