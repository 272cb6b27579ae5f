import type { RateLimiter, Verdict } from '../objects/rate-limiter.ts';
import { LIMITS, type LimitName } from './limits.ts';

/** Beyond this a limiter counts as unreachable. */
const PATIENCE_MILLISECONDS = 1_000;

/** Asks the object of `caller` to let one request in. Rejects where it cannot be reached in time. */
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
  } finally {
    clearTimeout(timer);
  }
}
