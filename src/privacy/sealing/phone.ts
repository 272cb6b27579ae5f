import { keyedHash, secretsOf, type TenantKeys } from './keys.ts';
import type { PhoneHashes } from './personal.ts';

/** Keyed hashes of a number as `readPhone` returns it: of the whole number and of its last 4 digits. */
export function phoneHashes(keys: TenantKeys, number: string): PhoneHashes {
  return {
    whole: keyedHash(keys, 'phone-whole', number),
    last4: phoneEndingHash(keys, number),
  };
}

/** The search hashes of a number, one pair per data secret. */
export function numberHashes(keys: TenantKeys, number: string): PhoneHashes[] {
  return secretsOf(keys).map((secret) => phoneHashes(secret, number));
}

/** Enough for ten thousand endings; whoever finds one compares the number itself. */
const ENDING_DIGITS = 16;

/** Keyed hash of the last 4 digits of `digits`, 64 bits in hexadecimal; equals `PhoneHashes.last4`. */
export function phoneEndingHash(keys: TenantKeys, digits: string): string {
  return keyedHash(keys, 'phone-last4', digits.slice(-4)).slice(0, ENDING_DIGITS);
}
