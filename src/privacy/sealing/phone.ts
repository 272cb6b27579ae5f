import { keyedHash, secretsOf, type TenantKeys } from './keys.ts';
import type { PhoneHashes } from './personal.ts';

const SEPARATORS = /[\s().\-/]/g;
/** The `(0)` of `+44 (0)20 …`, dialled only within the country. Italy and San Marino keep the 0 in E.164. */
const TRUNK_PREFIX = /^([\s(]*(?:\+|00)[\s().\-/]*(?!39|378)\d{1,3}[\s().\-/]*)\(\s*0\s*\)/;
const E164_DIGITS = /^[1-9]\d{6,14}$/;
const ACCEPTED = 'E.164 with + (or 00) and 7 to 15 digits';

export type PhoneReading = { ok: true; e164: string } | { ok: false; message: string };

/**
 * Converts a phone number to E.164 (`+` and digits). Drops spaces and `( ) . - /`, and a `(0)` after the calling code;
 * reads `00` as `+`; national digits lose one leading 0 and get the prefix `countryCode` (the digits of the calling
 * code).
 * The message for an unusable number never contains the number.
 */
export function readPhone(text: string, countryCode?: string): PhoneReading {
  const dialled = withoutTrunkPrefix(text).replace(SEPARATORS, '');
  const international = dialled.startsWith('+')
    ? dialled.slice(1)
    : dialled.startsWith('00')
      ? dialled.slice(2)
      : undefined;
  if (international !== undefined) return usable(international);
  if (countryCode !== undefined)
    return usable(`${countryCode}${dialled.startsWith('0') ? dialled.slice(1) : dialled}`);
  return {
    ok: false,
    message: `Must be a phone number: ${ACCEPTED}. National digits are accepted if the tenant has a country_code.`,
  };
}

/** The number without the `(0)` after its calling code. */
function withoutTrunkPrefix(text: string): string {
  return text.replace(TRUNK_PREFIX, '$1');
}

function usable(digits: string): PhoneReading {
  if (E164_DIGITS.test(digits)) return { ok: true, e164: `+${digits}` };
  return {
    ok: false,
    message: `Must be a phone number: ${ACCEPTED}, or national digits that the tenant's country_code completes.`,
  };
}

/** Keyed hashes of a number in E.164: of the whole number and of its last 4 digits. */
export function phoneHashes(keys: TenantKeys, e164: string): PhoneHashes {
  return {
    whole: keyedHash(keys, 'phone-whole', e164),
    last4: phoneEndingHash(keys, e164),
  };
}

/** The search hashes of a number in E.164, one pair per data secret. */
export function numberHashes(keys: TenantKeys, e164: string): PhoneHashes[] {
  return secretsOf(keys).map((secret) => phoneHashes(secret, e164));
}

/** Enough for ten thousand endings; whoever finds one compares the number itself. */
const ENDING_DIGITS = 16;

/** Keyed hash of the last 4 digits of `digits`, 64 bits in hexadecimal; equals `PhoneHashes.last4`. */
export function phoneEndingHash(keys: TenantKeys, digits: string): string {
  return keyedHash(keys, 'phone-last4', digits.slice(-4)).slice(0, ENDING_DIGITS);
}
