import { RateLimited } from '../errors.ts';
import type { Refusals } from './denied-cache.ts';
import { LIMITS, type LimitName } from './limits.ts';
import type { RateLimiter, Verdict } from './rate-limiter.ts';
import { peek, take } from './take.ts';

/** The rate limiters, and the callback for when one is unreachable. */
export interface Limiting {
  limiters: DurableObjectNamespace<RateLimiter>;
  refusals: Refusals;
  unreachable(error: unknown): void;
}

/** A caller, and the limit that it counts against. */
export interface Limited {
  name: LimitName;
  caller: string;
  /** The `detail` of the 429 response. */
  message: string;
  /** Overrides the number of requests that the limit allows. */
  most?: number;
}

/** Throws RateLimited if this isolate already knows that the caller is refused. Calls no limiter. */
export function refuseKnown(
  { refusals }: Pick<Limiting, 'refusals'>,
  { name, caller, message }: Limited,
): void {
  const key = `${name}/${caller}`;
  const left = refusals.secondsLeft(key, Date.now());
  if (left !== undefined) throw new RateLimited(message, refusals.limitOf(key), left, name);
}

/**
 * Consumes one request of the caller's limit. Returns undefined if the limiter is unreachable (fails open). Throws
 * RateLimited if the limit is reached.
 */
export function enforce(limiting: Limiting, limited: Limited): Promise<Verdict | undefined> {
  return judge(limiting, limited, take);
}

/** Like `enforce`, but consumes nothing: throws RateLimited if `enforce` would throw now. */
export function enforceUncounted(limiting: Limiting, limited: Limited): Promise<Verdict | undefined> {
  return judge(limiting, limited, peek);
}

async function judge(limiting: Limiting, limited: Limited, ask: typeof take): Promise<Verdict | undefined> {
  const { name, caller, message, most = LIMITS[name].limit } = limited;
  refuseKnown(limiting, limited);
  const verdict = await ask(limiting.limiters, name, caller, most).catch(limiting.unreachable);
  if (!verdict) return undefined;
  if (verdict.allowed) return verdict;
  limiting.refusals.keep(`${name}/${caller}`, verdict.retryAfterSeconds, Date.now(), most);
  throw new RateLimited(message, most, verdict.retryAfterSeconds, name);
}
