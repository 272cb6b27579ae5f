import { RateLimited } from '../errors.ts';
import type { Refusals } from './denied-cache.ts';
import { LIMITS, type LimitName } from './limits.ts';
import type { RateLimiter, Verdict } from './rate-limiter.ts';
import { peek, take } from './take.ts';

/** Where the limiters are, and who is told that one cannot be reached. */
export interface Limiting {
  limiters: DurableObjectNamespace<RateLimiter>;
  refusals: Refusals;
  unreachable(error: unknown): void;
}

/** One caller of one limit. */
export interface Limited {
  name: LimitName;
  caller: string;
  /** The `detail` of a refusal. */
  message: string;
  /** The number of requests that is accepted, if it is not the limit's own. */
  most?: number;
}

/** Throws RateLimited at once if this isolate knows the caller to be refused; asks nobody. */
export function refuseKnown(
  { refusals }: Pick<Limiting, 'refusals'>,
  { name, caller, message }: Limited,
): void {
  const key = `${name}/${caller}`;
  const left = refusals.secondsLeft(key, Date.now());
  if (left !== undefined) throw new RateLimited(message, refusals.limitOf(key), left, name);
}

/**
 * Takes one of the places of a caller; undefined if the limiter cannot be reached, for then all may go on.
 * RateLimited if there is none left.
 */
export function enforce(limiting: Limiting, limited: Limited): Promise<Verdict | undefined> {
  return judge(limiting, limited, take);
}

/** As `enforce`, but takes no place: RateLimited if the next `enforce` would be refused now. */
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
