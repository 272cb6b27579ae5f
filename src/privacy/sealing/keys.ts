import { createHmac, createSecretKey, hkdfSync, type KeyObject } from 'node:crypto';

/** AES-256-GCM key material of one secret; `version` is the first byte of every value sealed with it. */
export interface SealingKey {
  readonly version: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A tenant's keys, derived from the data secret. No two tenants share one. */
export interface TenantKeys {
  readonly hashing: KeyObject;
  readonly sealing: SealingKey;
  /** Keys of the secret before the last rotation: used to open and to find, never to seal. */
  readonly previous?: TenantKeys;
}

/** Separates hashes of different purposes under the same key. */
export type HashPurpose =
  | 'record'
  | 'customer-phone'
  | 'customer-email'
  | 'phone-whole'
  | 'phone-last4'
  | 'search-term'
  | 'erased-customer'
  | 'query-cursor';

const SALT = 'callmeter';
const MAX_CACHED_TENANTS = 1_000;
const cache = new Map<string, { secret: string; previousSecret: string | undefined; keys: TenantKeys }>();

/** The keys of `tenant`, derived by HKDF-SHA256 and cached in the isolate. `previousSecret` opens older data. */
export function tenantKeys(dataSecret: string, tenant: string, previousSecret?: string): TenantKeys {
  const cached = cache.get(tenant);
  if (cached && cached.secret === dataSecret && cached.previousSecret === previousSecret) return cached.keys;
  const keys: TenantKeys = {
    ...derive(dataSecret, tenant),
    ...(previousSecret === undefined ? {} : { previous: derive(previousSecret, tenant) }),
  };
  if (cache.size >= MAX_CACHED_TENANTS) cache.clear();
  cache.set(tenant, { secret: dataSecret, previousSecret, keys });
  return keys;
}

/** The keys of each data secret, the current one first. */
export function secretsOf(keys: TenantKeys): TenantKeys[] {
  return keys.previous ? [keys, keys.previous] : [keys];
}

/** HMAC-SHA256 of `text` under the tenant's hashing key, as 32 hex digits (128 bits). */
export function keyedHash(keys: TenantKeys, purpose: HashPurpose, text: string): string {
  return createHmac('sha256', keys.hashing).update(`${purpose}\0${text}`).digest('hex').slice(0, 32);
}

/** Like `keyedHash`, as 22 base64url characters (132 bits). */
export function shortKeyedHash(keys: TenantKeys, purpose: HashPurpose, text: string): string {
  return createHmac('sha256', keys.hashing).update(`${purpose}\0${text}`).digest('base64url').slice(0, 22);
}

function derive(secret: string, tenant: string): TenantKeys {
  const key = (purpose: string, length: number) =>
    new Uint8Array(hkdfSync('sha256', secret, SALT, `${purpose}\0${tenant}`, length));
  return {
    hashing: createSecretKey(key('hashing', 32)),
    sealing: { version: key('key version', 1)[0] ?? 0, bytes: key('sealing', 32) },
  };
}
