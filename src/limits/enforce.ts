import { RateLimited } from '../errors.ts';
import type { RateLimiter, Verdict } from '../objects/rate-limiter.ts';
import { LIMITS, type LimitName } from './limits.ts';
import type { Refusals } from './refusals.ts';
import { take } from './take.ts';

/** Where the limiters are, and who is told that one cannot be reached. */
export interface Limiting {
  limiters: DurableObjectNamespace<RateLimiter>;
  refusals: Refusals;
  unreachable(error: unknown): void;
}

/**
 * Takes one of the places of `caller`; undefined where the limiter cannot be reached, for then all may go on.
 * RateLimited with `message` where there is none left.
 */
export async function enforce(
  { limiters, refusals, unreachable }: Limiting,
  limit: LimitName,
  caller: string,
  message: string,
): Promise<Verdict | undefined> {
  const key = `${limit}/${caller}`;
  const left = refusals.secondsLeft(key, Date.now());
  if (left !== undefined) throw new RateLimited(message, LIMITS[limit].limit, left);
  const verdict = await take(limiters, limit, caller).catch(unreachable);
  if (!verdict) return undefined;
  if (verdict.allowed) return verdict;
  refusals.keep(key, verdict.retryAfterSeconds, Date.now());
  throw new RateLimited(message, LIMITS[limit].limit, verdict.retryAfterSeconds);
}
