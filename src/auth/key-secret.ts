import { createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import type { DataSecrets } from '../env.ts';
import { SLUG } from '../tenants/settings.ts';
import type { Scope } from './roles.ts';

/** An API key as it is listed. Instants in seconds UTC. */
export interface ApiKey {
  id: string;
  name: string;
  /** The part of the key before its secret, which is not confidential. */
  prefix: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  /** CIDR ranges from which it may be used (see ip-ranges.ts); empty for everywhere. */
  allowedIps: readonly string[];
}

/** A key that was just created: the only time that the whole key is available. */
export type NewApiKey = ApiKey & { key: string };

/** Default lifetime of a key: a year. */
export const DEFAULT_KEY_SECONDS = 365 * 86_400;
/** How long a rotated key remains valid by default: a day. */
export const DEFAULT_OVERLAP_SECONDS = 86_400;

/** With the hash against which a sent key is checked. */
export interface ApiKeyRecord extends ApiKey {
  secretHash: string;
}

/** A parsed API key: `cmk_<tenant>_<id>_<secret>`. Only the secret is confidential. */
export interface KeyText {
  tenant: string;
  id: string;
  secret: string;
}

export const KEY_MARK = 'cmk_';
const KEY = /^cmk_([a-z0-9-]{2,40})_([0-9a-f]{16})_([0-9a-f]{64})$/;

const SEAL_DIGITS = 16;

/** The secrets under which a valid key may have been created, the current one first. */
export function dataSecretsIn({ dataSecret, previousDataSecret }: DataSecrets): string[] {
  return [dataSecret, ...(previousDataSecret ? [previousDataSecret] : [])];
}

/**
 * Creates a key of `tenant`. Its id has 64 bits: random, or the last digits of the UUID `creationId`. Its secret has
 * 192 random bits and a 64-bit seal, which distinguishes it from an invented key without a database query.
 */
export function newKey(tenant: string, dataSecret: string, creationId?: string): KeyText {
  if (!SLUG.test(tenant)) throw new Error('A key needs a tenant with a valid slug.');
  const id = creationId?.replaceAll('-', '').slice(-16) ?? randomBytes(8).toString('hex');
  const key = { tenant, id, secret: randomBytes(24).toString('hex') };
  return { ...key, secret: `${key.secret}${sealOf(key, dataSecret)}` };
}

/**
 * Whether the key was created here under one of `dataSecrets`. It may have been revoked since. A key created under an
 * older secret is not recognised, but may be valid.
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

/** The part of a key before its secret. */
export function keyPrefix(tenant: string, id: string): string {
  return `${KEY_MARK}${tenant}_${id}`;
}

/** The whole key, as sent by its holder. */
export function keyText(key: KeyText): string {
  return `${keyPrefix(key.tenant, key.id)}_${key.secret}`;
}

/** Parses a sent key; undefined if it does not have the right form. */
export function parseKey(text: string): KeyText | undefined {
  const [, tenant, id, secret] = KEY.exec(text) ?? [];
  return tenant && id && secret ? { tenant, id, secret } : undefined;
}

/** The stored hash of a key: an HMAC under a key derived from the data secret, over tenant, id and secret; in hex. */
export function hashKey(key: KeyText, dataSecret: string): string {
  return createHmac('sha256', hashingKey(dataSecret)).update(keyText(key)).digest('hex');
}

/** Compares a key with a stored hash in constant time, under any of `dataSecrets` (the current one first). */
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
