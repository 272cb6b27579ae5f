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
