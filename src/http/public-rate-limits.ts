import { enforce, enforceUncounted, type Limited, refuseKnown } from '../rate-limits/enforce.ts';
import type { LimitName } from '../rate-limits/limits.ts';
import { SLUG } from '../tenants/settings.ts';
import type { BaseContext } from './context.ts';
import type { Operation, Tries } from './operation.ts';
import { addressOf, limitingOf } from './rate-limit.ts';

const TRIED_TOO_OFTEN = 'Too many tries; wait as Retry-After says.';
/** As long as an id can be; longer ones share a count. */
const MAX_SUBJECT_CHARACTERS = 128;

/** Throws RateLimited at once if this isolate knows the address to be refused; asks nobody. */
export function refuseKnownTry(base: BaseContext, { tries }: Operation): void {
  if (tries) refuseKnown(base, limited(tries.ofAddress, addressOf(base)));
}

/**
 * Counts a try of an operation without a credential, if it limits them: RateLimited. Tenants and subjects are
 * counted alike whether they exist or not, and a tenant that is over its own limit refuses every try, so that
 * a refusal does not tell what exists.
 */
export async function admitTry(base: BaseContext, { tries }: Operation, params: unknown): Promise<void> {
  if (!tries) return;
  const limiting = limitingOf(base);
  await enforce(limiting, limited(tries.ofAddress, addressOf(base)));
  const slug = base.request.headers.get('X-Tenant') ?? '';
  if (!SLUG.test(slug)) return;
  const subject = String((params as Record<string, unknown>)[tries.subject]).slice(0, MAX_SUBJECT_CHARACTERS);
  await Promise.all([
    enforce(limiting, limited(tries.ofSubject, `${slug}/${subject}`)),
    enforceUncounted(limiting, limited(tries.ofTenant, slug)),
  ]);
}

/** Counts a try that found what it names against its tenant's limit: RateLimited. */
export async function countHit(base: BaseContext, tries: Tries, slug: string): Promise<void> {
  await enforce(limitingOf(base), limited(tries.ofTenant, slug));
}

function limited(name: LimitName, caller: string): Limited {
  return { name, caller, message: TRIED_TOO_OFTEN };
}
