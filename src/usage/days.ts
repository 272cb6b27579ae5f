import { RateLimited } from '../errors.ts';
import { isoInstant } from '../time/dates.ts';
import type { QuotaName } from './quotas.ts';

const DAY_SECONDS = 86_400;

/** The UTC day (days since 1970-01-01) of an instant in seconds UTC. Daily quotas apply to these days. */
export function usageDay(now: number): number {
  return Math.floor(now / DAY_SECONDS);
}

/** The start of the UTC day of `now`; both in seconds UTC. */
export function startOfUsageDay(now: number): number {
  return usageDay(now) * DAY_SECONDS;
}

/** The instant at which daily quotas are reset; both in seconds UTC. */
export function nextUsageDay(now: number): number {
  return startOfUsageDay(now) + DAY_SECONDS;
}

/** The error for exceeding a daily quota. `more` is appended to the message. `now` in seconds UTC. */
export function dayIsOver(name: QuotaName, limit: number, now: number, more = ''): RateLimited {
  const until = nextUsageDay(now);
  const message = `The tenant's quota ${name} is ${limit.toLocaleString('en-US')} per UTC day; the next day begins at ${isoInstant(until)}. A super_admin can raise it.${more}`;
  return new RateLimited(message, limit, until - now, name);
}
