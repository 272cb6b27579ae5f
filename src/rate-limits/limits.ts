import type { Take } from './rate-limiter.ts';

/** Every rate limit, as data. All windows are sliding windows. */
export const LIMITS = {
  /** Per API key or session user. */
  requests: { limit: 300, windowSeconds: 60, durable: 'soon' },
  /** Per tenant, all keys and sessions together, unless the tenant's quota sets another number. */
  requestsOfTenant: { limit: 3_000, windowSeconds: 60, durable: 'soon' },
  /** Invalid credentials per address. */
  failedCredentials: { limit: 30, windowSeconds: 60, durable: 'soon' },
  /** Per API key or session user. */
  phoneSearches: { limit: 10, windowSeconds: 60, durable: 'now' },
  /** Attempts at the public rating, per address. */
  publicRatingsOfAddress: { limit: 10, windowSeconds: 60, durable: 'soon' },
  /** Attempts at the public rating, per call id of a tenant. */
  publicRatingsOfCall: { limit: 5, windowSeconds: 60, durable: 'soon' },
  /** Attempts at the public rating that name a stored call, per tenant. */
  publicRatingsOfTenant: { limit: 60, windowSeconds: 60, durable: 'soon' },
  /** Downloads per link to a file, range requests included. */
  fileDownloads: { limit: 20, windowSeconds: 60, durable: 'soon' },
} as const satisfies Record<string, Take>;

export type LimitName = keyof typeof LIMITS;

/**
 * Look-ups of API keys for an address that is refused for failed credentials: keys that this isolate has not seen and
 * that carry no seal of the current secrets. They may be valid keys made before the last rotations.
 */
export const LOOKUPS_OF_REFUSED_ADDRESS = { limit: 10, windowSeconds: 10 } as const;

/** How long an isolate remembers that an API key id does not exist. */
export const UNKNOWN_KEY_SECONDS = 10;

/** An isolate writes one log line per kind of refusal and caller in this time, with the number of refusals. */
export const REFUSED_LINE_SECONDS = 10;
