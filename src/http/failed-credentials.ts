import { KEY_DOES_NOT_HOLD } from '../auth/api-keys.ts';
import { isSealed, type KeyText } from '../auth/key-secret.ts';
import { Unauthenticated } from '../errors.ts';
import { enforce, type Limited, refuseKnown } from '../rate-limits/enforce.ts';
import { LIMITS } from '../rate-limits/limits.ts';
import type { BaseContext, Identity } from './context.ts';
import { claimedKey } from './log-identity.ts';
import { addressOf, limitedKey, limitingOf } from './rate-limit.ts';

const FAILED_TOO_OFTEN = `More than ${LIMITS.failedCredentials.limit} credentials that do not hold came from this address within a minute.`;

/**
 * Runs `authenticate`; a credential that does not hold counts against the caller's address: RateLimited. What
 * this isolate knows of the key or the address is looked at first, so that a known refusal asks nobody.
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

/** Throws for a key that would be asked of the database though its refusal is known. */
function refuseUnseen(base: BaseContext, key: KeyText): void {
  const now = Date.now();
  if (base.abuse.isUnknownKey(key, now)) throw new Unauthenticated(KEY_DOES_NOT_HOLD);
  refuseKnown(base, limitedKey(key));
  // A good key is not refused for others' failures. One made before the last secrets cannot be told from an
  // invented one, so of those a few are looked up all the same.
  if (isSealed(key, secretsOf(base))) return;
  const failures = failuresOf(base);
  const isRefused = base.refusals.secondsLeft(`${failures.name}/${failures.caller}`, now) !== undefined;
  if (isRefused && !base.abuse.mayLookUp(failures.caller, now)) refuseKnown(base, failures);
}

function secretsOf({ config: { dataSecret, previousDataSecret } }: BaseContext): string[] {
  return [dataSecret, ...(previousDataSecret ? [previousDataSecret] : [])];
}

/** Whether the key can be judged without the database. */
function isRemembered({ memory, now }: BaseContext, { tenant, id }: KeyText): boolean {
  return memory.tenant(tenant, now) !== undefined && memory.key(tenant, id, now) !== undefined;
}

function failuresOf(base: BaseContext): Limited {
  return { name: 'failedCredentials', caller: addressOf(base), message: FAILED_TOO_OFTEN };
}
