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
}

/** With what decides whether a sent key is this one. */
export interface ApiKeyRecord extends ApiKey {
  secretHash: string;
}
