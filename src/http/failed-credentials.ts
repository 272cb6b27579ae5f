import { KEY_DOES_NOT_HOLD } from '../auth/api-keys.ts';
import { dataSecretsIn, isSealed, type KeyText } from '../auth/key-secret.ts';
import { Unauthenticated } from '../errors.ts';
import { enforce, type Limited, refuseKnown } from '../rate-limits/check.ts';
import { type Claim, claimIn, noteFailedLogIn } from './audit-notes.ts';
import type { BaseContext, Identity } from './context.ts';
import { authenticate } from './identity.ts';
import { claimedKey } from './log-identity.ts';
import { addressOf, limitedKey, limitingOf } from './rate-limit.ts';

const FAILED_TOO_OFTEN =
  'Too many failed sign-in attempts from this address. Try again after Retry-After seconds.';

/**
 * Authenticates a request. A failure is recorded. Invalid credentials count against the caller's address; throws RateLimited (429) beyond the
 * limit. What this isolate remembers of the key and address is checked first, so that a known refusal makes no request.
 */
export async function identify(base: BaseContext): Promise<Identity> {
  const key = claimedKey(base.request);
  return countingFailures(base, claimIn(base.request), async () => {
    try {
      if (key && !isRemembered(base, key)) refuseUnseen(base, key);
      return await authenticate(base);
    } catch (error) {
      if (error instanceof Unauthenticated && key && !isRemembered(base, key)) {
        base.abuse.keepUnknownKey(key, Date.now());
      }
      throw error;
    }
  });
}

/**
 * Runs `work` that signs a caller in. A failure counts against the address, and is recorded, as that of a credential in
 * a header; not if there is no `claim`.
 */
export async function countingFailures<Result>(
  base: BaseContext,
  claim: Claim | undefined,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    if (claim && error instanceof Unauthenticated) await enforce(limitingOf(base), failuresOf(base));
    noteFailedLogIn(base, error, claim);
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

/** Throws RateLimited if the address is known to have failed too often; makes no request. */
export function refuseFailing(base: BaseContext): void {
  refuseKnown(base, failuresOf(base));
}

function failuresOf(base: BaseContext): Limited {
  return { name: 'failedCredentials', caller: addressOf(base), message: FAILED_TOO_OFTEN };
}
