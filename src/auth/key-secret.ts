import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { SLUG } from '../tenants/settings.ts';

/** An API key taken apart: `cmk_<tenant>_<id>_<secret>`, of which all but the secret is public. */
export interface KeyText {
  tenant: string;
  id: string;
  secret: string;
}

export const KEY_MARK = 'cmk_';
const KEY = /^cmk_([a-z0-9-]{2,40})_([0-9a-f]{16})_([0-9a-f]{64})$/;

const SEAL_DIGITS = 16;

/**
 * A new key of `tenant`: 64 random bits name it, or the last digits of the UUID `creationId`; 192 keep it. The last 64 bits of the secret are its seal, by which a key
 * that was made here is told from an invented one without the database.
 */
export function newKey(tenant: string, dataSecret: string, creationId?: string): KeyText {
  if (!SLUG.test(tenant)) throw new Error('A key needs a tenant with a valid slug.');
  const id = creationId?.replaceAll('-', '').slice(-16) ?? randomBytes(8).toString('hex');
  const key = { tenant, id, secret: randomBytes(24).toString('hex') };
  return { ...key, secret: `${key.secret}${sealOf(key, dataSecret)}` };
}

/**
 * Whether the key was made here with one of `dataSecrets`. It may have been revoked since; a key that was made with
 * a secret before them may be good, too.
 */
export function isSealed({ tenant, id, secret }: KeyText, dataSecrets: readonly string[]): boolean {
  const key = { tenant, id, secret: secret.slice(0, -SEAL_DIGITS) };
  const seal = Buffer.from(secret.slice(-SEAL_DIGITS), 'hex');
  return dataSecrets.some((dataSecret) => timingSafeEqual(Buffer.from(sealOf(key, dataSecret), 'hex'), seal));
}

function sealOf(key: KeyText, dataSecret: string): string {
  const mac = createHmac('sha256', hashingKey(dataSecret)).update(`seal\0${keyText(key)}`);
  return mac.digest('hex').slice(0, SEAL_DIGITS);
}

/** The public head of a key. */
export function keyPrefix(tenant: string, id: string): string {
  return `${KEY_MARK}${tenant}_${id}`;
}

/** The whole key, as its holder sends it. */
export function keyText(key: KeyText): string {
  return `${keyPrefix(key.tenant, key.id)}_${key.secret}`;
}

/** Takes a sent key apart; undefined where it has not the form of one. */
export function parseKey(text: string): KeyText | undefined {
  const [, tenant, id, secret] = KEY.exec(text) ?? [];
  return tenant && id && secret ? { tenant, id, secret } : undefined;
}

/** What is stored of a key: a hash keyed from the data secret and bound to the tenant and the id. */
export function hashKey(key: KeyText, dataSecret: string): string {
  return createHmac('sha256', hashingKey(dataSecret)).update(keyText(key)).digest('hex');
}

/** Compares in constant time with a stored hash, under any of `dataSecrets` (the current one first). */
export function matchesHash(key: KeyText, stored: string, dataSecrets: readonly string[]): boolean {
  const expected = Buffer.from(stored, 'hex');
  return dataSecrets.some((dataSecret) => {
    const actual = Buffer.from(hashKey(key, dataSecret), 'hex');
    return actual.length === expected.length && timingSafeEqual(actual, expected);
  });
}

const hashingKeys = new Map<string, Buffer>();

function hashingKey(dataSecret: string): Buffer {
  const known = hashingKeys.get(dataSecret);
  if (known) return known;
  const key = Buffer.from(hkdfSync('sha256', dataSecret, '', 'callmeter/api-keys/v1', 32));
  hashingKeys.set(dataSecret, key);
  return key;
}
