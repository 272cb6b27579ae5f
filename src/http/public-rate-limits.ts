import {
  enforce,
  enforceUncounted,
  type Limited,
  type LimitName,
  refuseKnown,
} from '../rate-limits/check.ts';
import { SLUG } from '../tenants/settings.ts';
import type { BaseContext } from './context.ts';
import type { Operation, PublicRateLimits } from './operation.ts';
import { addressOf, limitingOf } from './rate-limit.ts';

const TRIED_TOO_OFTEN = 'Too many attempts. Try again after Retry-After seconds.';
/** The maximum length of an id; longer ones share a counter. */
const MAX_SUBJECT_CHARACTERS = 128;

/** Throws RateLimited if this isolate knows the address to be over its limit; makes no request. */
export function refuseLimitedAddress(base: BaseContext, { publicRateLimits }: Operation): void {
  if (publicRateLimits) refuseKnown(base, limited(publicRateLimits.ofAddress, addressOf(base)));
}

/**
 * Counts a request without a credential against its operation's limits. Throws RateLimited (429). Tenants and subjects
 * count whether they exist or not, and a tenant over its limit refuses every request, so that a refusal does not reveal
 * what exists.
 */
export async function checkPublicRateLimits(
  base: BaseContext,
  { publicRateLimits }: Operation,
  params: unknown,
): Promise<void> {
  if (!publicRateLimits) return;
  const limiting = limitingOf(base);
  await enforce(limiting, limited(publicRateLimits.ofAddress, addressOf(base)));
  const slug = base.request.headers.get('X-Tenant') ?? '';
  if (!SLUG.test(slug)) return;
  const subject = String((params as Record<string, unknown>)[publicRateLimits.subject]).slice(
    0,
    MAX_SUBJECT_CHARACTERS,
  );
  await Promise.all([
    enforce(limiting, limited(publicRateLimits.ofSubject, `${slug}/${subject}`)),
    enforceUncounted(limiting, limited(publicRateLimits.ofTenant, slug)),
  ]);
}

/** Counts a request that found its subject against its tenant's limit. Throws RateLimited (429). */
export async function countHit(
  base: BaseContext,
  publicRateLimits: PublicRateLimits,
  slug: string,
): Promise<void> {
  await enforce(limitingOf(base), limited(publicRateLimits.ofTenant, slug));
}

function limited(name: LimitName, caller: string): Limited {
  return { name, caller, message: TRIED_TOO_OFTEN };
}
