import { createHmac, hkdfSync } from 'node:crypto';
import { addressHashOf } from '../audit/origin.ts';
import type { Identified } from '../auth/actor.ts';
import type { KeyText } from '../auth/key-secret.ts';
import { callerAddress } from '../rate-limits/address.ts';
import { sentCredential } from './credential.ts';

const HEX_DIGITS = 16;
const hashingKeys = new Map<string, Buffer>();

/** The hash of a request's address in log lines; the same as in audit entries. */
export function addressHash(headers: Headers, dataSecret: string): string {
  return addressHashOf(dataSecret, callerAddress(headers.get('CF-Connecting-IP')));
}

/** The caller in log lines: `key/<tenant>/<id>`, or `user/` and a keyed hash of the session's user. */
export function callerName(actor: Identified, tenant: string | undefined, dataSecret: string): string {
  if (actor.kind === 'key') return `key/${tenant}/${actor.id}`;
  return `user/${logHash(`user\0${actor.id}`, dataSecret)}`;
}

/** The public part of the API key that a request claims to have; undefined if there is none of the right form. */
export function claimedKey(request: Pick<Request, 'headers' | 'url'>): KeyText | undefined {
  try {
    const sent = sentCredential(request);
    return sent.kind === 'key' ? sent.key : undefined;
  } catch {
    return undefined;
  }
}

/** The same for a person in all lines of a deployment; cannot be computed without its secret. */
function logHash(text: string, dataSecret: string): string {
  return createHmac('sha256', hashingKey(dataSecret)).update(text).digest('hex').slice(0, HEX_DIGITS);
}

function hashingKey(dataSecret: string): Buffer {
  const known = hashingKeys.get(dataSecret);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', dataSecret, '', 'callmeter/log-lines/v1', 32));
  hashingKeys.set(dataSecret, key);
  return key;
}
