import type { Take } from './rate-limiter.ts';

/** Every limit, as data; all windows slide. */
export const LIMITS = {
  /** Of one API key or session user. */
  requests: { limit: 300, windowSeconds: 60, durable: 'soon' },
  /** Of all keys and sessions of one tenant together, unless its quota names another number. */
  requestsOfTenant: { limit: 3_000, windowSeconds: 60, durable: 'soon' },
  /** Credentials that did not hold, of one address. */
  failedCredentials: { limit: 30, windowSeconds: 60, durable: 'soon' },
  /** Of one API key or session user. */
  phoneSearches: { limit: 10, windowSeconds: 60, durable: 'now' },
  /** Tries of the public rating, of one address. */
  publicRatingsOfAddress: { limit: 10, windowSeconds: 60, durable: 'soon' },
  /** Tries of the public rating, on one call id of one tenant. */
  publicRatingsOfCall: { limit: 5, windowSeconds: 60, durable: 'soon' },
  /** Tries of the public rating that name a stored call, on one tenant. */
  publicRatingsOfTenant: { limit: 60, windowSeconds: 60, durable: 'soon' },
  /** Downloads by one link to a file, ranges included. */
  fileDownloads: { limit: 20, windowSeconds: 60, durable: 'soon' },
} as const satisfies Record<string, Take>;

export type LimitName = keyof typeof LIMITS;

/**
 * Keys without a seal of the present secrets that an isolate has not seen yet, from an address that is refused
 * for failed credentials: so many are looked up in the database all the same, because a key made before the last
 * rotations may be good.
 */
export const LOOKUPS_OF_REFUSED_ADDRESS = { limit: 10, windowSeconds: 10 } as const;

/** How long an isolate remembers that there is no API key of an id. */
export const UNKNOWN_KEY_SECONDS = 10;

/** An isolate writes one log line per kind of refusal and caller within so many seconds, with their count. */
export const REFUSED_LINE_SECONDS = 10;
