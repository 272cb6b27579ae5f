import type { Take } from '../objects/rate-limiter.ts';

/** Every limit, as data; all windows slide. */
export const LIMITS = {
  /** Of one API key or session user. */
  requests: { limit: 300, windowSeconds: 60, durable: 'soon' },
  /** Credentials that did not hold, of one address. */
  failedCredentials: { limit: 30, windowSeconds: 60, durable: 'soon' },
  /** Of one API key or session user. */
  phoneSearches: { limit: 10, windowSeconds: 60, durable: 'now' },
  /** Tries of the public rating, of one address. */
  publicRatingsOfAddress: { limit: 10, windowSeconds: 60, durable: 'soon' },
  /** Tries of the public rating, on one tenant. */
  publicRatingsOfTenant: { limit: 60, windowSeconds: 60, durable: 'soon' },
  /** Downloads by one link to a file, ranges included. */
  fileDownloads: { limit: 20, windowSeconds: 60, durable: 'soon' },
} as const satisfies Record<string, Take>;

export type LimitName = keyof typeof LIMITS;
