import { KEY_DOES_NOT_HOLD } from '../auth/api-keys.ts';
import { dataSecretsIn, isSealed, type KeyText } from '../auth/key-secret.ts';
import { Unauthenticated } from '../errors.ts';
import { enforce, type Limited, refuseKnown } from '../rate-limits/check.ts';
import type { BaseContext, Identity } from './context.ts';
import { claimedKey } from './log-identity.ts';
import { addressOf, limitedKey, limitingOf } from './rate-limit.ts';

const FAILED_TOO_OFTEN =
  'Too many failed sign-in attempts from this address. Try again after Retry-After seconds.';

/**
 * Runs `authenticate`. Invalid credentials count against the caller's address; throws RateLimited (429) beyond the
 * limit. What this isolate remembers of the key and address is checked first, so that a known refusal makes no request.
 */
export async function identify(base: BaseContext, authenticate: () => Promise<Identity>): Promise<Identity> {
  const key = claimedKey(base.request.headers);
  try {
    if (key && !isRemembered(base, key)) refuseUnseen(base, key);
    return await authenticate();
  } catch (error) {
    const { headers } = base.request;
    const isSent = headers.has('Authorization') || headers.has('X-API-Key');
    if (isSent && error instanceof Unauthenticated) {
      if (key && !isRemembered(base, key)) base.abuse.keepUnknownKey(key, Date.now());
      await enforce(limitingOf(base), failuresOf(base));
    }
    throw error;
  }
}

/** Throws if the refusal of a key is already known, before the database is queried. */
function refuseUnseen(base: BaseContext, key: KeyText): void {
  const now = Date.now();
  if (base.abuse.isUnknownKey(key, now)) throw new Unauthenticated(KEY_DOES_NOT_HOLD);
  refuseKnown(base, limitedKey(key));
  // Failures of others at an address do not block genuine keys. Keys made before the current secrets look like invented
  // ones, so a few of those are still looked up.
  if (isSealed(key, dataSecretsIn(base.config))) return;
  const failures = failuresOf(base);
  const isRefused = base.refusals.secondsLeft(`${failures.name}/${failures.caller}`, now) !== undefined;
  if (isRefused && !base.abuse.mayLookUp(failures.caller, now)) refuseKnown(base, failures);
}

/** Whether the key can be checked without the database. */
function isRemembered({ memory, now }: BaseContext, { tenant, id }: KeyText): boolean {
  return memory.tenant(tenant, now) !== undefined && memory.key(tenant, id, now) !== undefined;
}

function failuresOf(base: BaseContext): Limited {
  return { name: 'failedCredentials', caller: addressOf(base), message: FAILED_TOO_OFTEN };
}
