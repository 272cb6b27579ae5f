import type { Scope } from './roles.ts';

/** An API key as it is listed; instants in seconds UTC. */
export interface ApiKey {
  id: string;
  name: string;
  /** The public head of the key. */
  prefix: string;
  scopes: Scope[];
  createdAt: number;
  expiresAt: number | null;
  lastUsedAt: number | null;
  /** CIDR ranges that it may be used from, see ip-ranges.ts; empty for everywhere. */
  allowedIps: readonly string[];
}

/** A key that has just been made: the only time that the whole of it is known. */
export type NewApiKey = ApiKey & { key: string };

/** How long a key holds unless its maker says otherwise: a year. */
export const DEFAULT_KEY_SECONDS = 365 * 86_400;
/** How long a rotated key goes on working unless told otherwise: a day. */
export const DEFAULT_OVERLAP_SECONDS = 86_400;

/** With what decides whether a sent key is this one. */
export interface ApiKeyRecord extends ApiKey {
  secretHash: string;
}
