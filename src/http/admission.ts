import { Unauthenticated } from '../errors.ts';
import { callerAddress } from '../limits/address.ts';
import { enforce, type Limiting } from '../limits/enforce.ts';
import { LIMITS } from '../limits/limits.ts';
import { describeError, logLine } from '../log.ts';
import { SLUG } from '../tenants/settings.ts';
import type { Identity } from './authenticate.ts';
import type { BaseContext } from './context.ts';
import type { Operation } from './operation.ts';

/** How a caller stands against the limit of requests. */
export interface Standing {
  limit: number;
  /** Absent where the limiter could not be reached. */
  remaining?: number;
}

/**
 * Asks for the request of `identity` to be let in, without waiting for the answer; rejects RateLimited.
 * A limiter that cannot be reached lets it in.
 */
export function admission(base: BaseContext, { actor, tenant }: Identity): Promise<Standing> {
  const caller = tenant ? `key/${tenant.slug}/${actor.id}` : `user/${actor.userId}`;
  const message = tenant ? 'API key rate limit exceeded' : 'rate limit exceeded';
  const { limit } = LIMITS.requests;
  const standing = enforce(limitingOf(base), 'requests', caller, message).then((verdict) =>
    verdict ? { limit, remaining: verdict.remaining } : { limit },
  );
  // Whoever needs it awaits it; that nobody has yet is no fault.
  standing.catch(() => {});
  return standing;
}

/** Runs `authenticate`; a credential that does not hold counts against the caller's address: RateLimited. */
export async function countingFailures(
  base: BaseContext,
  authenticate: () => Promise<Identity>,
): Promise<Identity> {
  try {
    return await authenticate();
  } catch (error) {
    const { headers } = base.request;
    const isSent = headers.has('Authorization') || headers.has('X-API-Key');
    if (isSent && error instanceof Unauthenticated) {
      await enforce(limitingOf(base), 'failedCredentials', addressOf(base), FAILED_TOO_OFTEN);
    }
    throw error;
  }
}

const FAILED_TOO_OFTEN = `More than ${LIMITS.failedCredentials.limit} credentials that do not hold came from this address within a minute.`;
const TRIED_TOO_OFTEN = 'Too many tries; wait as Retry-After says.';

/**
 * Counts a try of an operation without a credential, where it limits them: RateLimited. The tenant's own limit
 * is asked for any slug of the right form, so that it does not tell which tenants exist.
 */
export async function admitTry(base: BaseContext, { tries }: Operation): Promise<void> {
  if (!tries) return;
  const limiting = limitingOf(base);
  await enforce(limiting, tries.ofAddress, addressOf(base), TRIED_TOO_OFTEN);
  const slug = base.request.headers.get('X-Tenant') ?? '';
  if (SLUG.test(slug)) await enforce(limiting, tries.ofTenant, slug, TRIED_TOO_OFTEN);
}

function addressOf({ request }: BaseContext): string {
  return callerAddress(request.headers.get('CF-Connecting-IP'));
}

/** Where the limiters of a request are; one that cannot be reached is logged. */
export function limitingOf({
  env,
  refusals,
  requestId,
}: Pick<BaseContext, 'env' | 'refusals' | 'requestId'>): Limiting {
  return {
    limiters: env.RATE_LIMITER,
    refusals,
    unreachable: (error) =>
      logLine('error', {
        message: 'a rate limiter could not be reached',
        request_id: requestId,
        error: describeError(error),
      }),
  };
}
