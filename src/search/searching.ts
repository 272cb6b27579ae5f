import type { AuditedContext } from '../audit/entry.ts';
import { BOUNDS } from '../bounds.ts';
import { RateLimited, Unavailable } from '../errors.ts';
import { LIMITS } from '../rate-limits/check.ts';
import type { Verdict } from '../rate-limits/rate-limiter.ts';
import type { KeyedContext } from '../service-context.ts';
import type { Period } from '../time/period.ts';
import type { Term } from './terms-of-day.ts';

export interface PhoneSearch {
  term: Term;
  period: Period;
  /** Maximum number of calls to return. */
  limit: number;
  /** Consumes one search of the caller's rate limit; rejects if the limiter is unreachable. */
  take(): Promise<Verdict>;
}

export type SearchContext = AuditedContext & KeyedContext;

/** Why a search is refused, as the audit log names it. */
export interface Refusal {
  reason: 'rate_limited' | 'too_many_terms' | 'limiter_unreachable';
  retryAfterSeconds?: number;
}

const RETRY_SECONDS = 5;

/** The error for the caller: RateLimited (429), or Unavailable (503) if searches cannot be counted. */
export function refusalError({ reason, retryAfterSeconds = RETRY_SECONDS }: Refusal): Error {
  if (reason === 'limiter_unreachable') {
    const message =
      'Phone searches cannot be counted at the moment, so they are refused. Try again in a few seconds.';
    return new Unavailable(message, retryAfterSeconds);
  }
  if (reason === 'too_many_terms') {
    const { value } = BOUNDS.searchTerms;
    const message = `Phone search quota exceeded. At most ${value} different terms within 24 hours are accepted; terms of that time can be searched for again.`;
    return new RateLimited(message, value, retryAfterSeconds);
  }
  const { limit, windowSeconds } = LIMITS.phoneSearches;
  const message = `Phone search rate limit exceeded. At most ${limit} searches within ${windowSeconds} seconds are accepted.`;
  return new RateLimited(message, limit, retryAfterSeconds);
}
