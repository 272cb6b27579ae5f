import { RateLimited } from '../errors.ts';
import type { DeniedCache } from './caller-memory.ts';
import type { Outlook, RateLimiter, RowBudget, Take, Verdict } from './rate-limiter.ts';

/** Every rate limit, as data. All windows are sliding windows. */
export const LIMITS = {
  /** Per API key or session user. */
  requests: { limit: 300, windowSeconds: 60, durable: 'soon' },
  /**
   * Rows that reads of figures may read, per API key or session user, unless the configuration says otherwise. Counted
   * in the window of `requests`, so it is as long.
   */
  rowsRead: { limit: 2_000_000, windowSeconds: 60, durable: 'soon' },
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

/** A limiter that takes longer counts as unreachable. */
const PATIENCE_MILLISECONDS = 1_000;
/** The verdict for a caller that overloads its limiter. */
const FLOODED: Verdict = { allowed: false, remaining: 0, retryAfterSeconds: 1 };

type Limiters = DurableObjectNamespace<RateLimiter>;

/**
 * Consumes one request of the caller's limit, of `most` per window; with `budget` also counts rows. Returns a refusal if the limiter is overloaded.
 * Rejects if the limiter cannot be reached within a second.
 */
export async function take(
  limiters: Limiters,
  limit: LimitName,
  caller: string,
  most: number = LIMITS[limit].limit,
  budget?: RowBudget,
): Promise<Verdict> {
  const limiter = limiters.getByName(`${limit}/${caller}`);
  return inTime(limiter.take({ ...LIMITS[limit], limit: most }, budget), FLOODED);
}

/** Counts rows that the caller has read, without a request. Rejects if the limiter cannot be reached. */
export async function spend(limiters: Limiters, caller: string, rows: number): Promise<void> {
  await limiters.getByName(`requests/${caller}`).spend(LIMITS.requests, rows);
}

/** Like `take`, but consumes nothing and returns how much of the window is used. */
export async function peek(
  limiters: Limiters,
  limit: LimitName,
  caller: string,
  most: number = LIMITS[limit].limit,
): Promise<Outlook> {
  const limiter = limiters.getByName(`${limit}/${caller}`);
  const flooded = { ...FLOODED, used: most, emptyAt: Date.now() };
  return inTime(limiter.peek({ ...LIMITS[limit], limit: most }), flooded);
}

async function inTime<Answer extends Verdict>(asked: Promise<Answer>, flooded: Answer): Promise<Answer> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new Error('A rate limiter did not answer.')), PATIENCE_MILLISECONDS);
  try {
    return await Promise.race([asked, promise]);
  } catch (error) {
    if (isOverloaded(error)) return flooded;
    throw error;
  } finally {
    clearTimeout(timer);
  }
}

/** The platform sets `overloaded` on errors of a Durable Object with too many queued requests. */
function isOverloaded(error: unknown): boolean {
  return error instanceof Error && 'overloaded' in error && error.overloaded === true;
}

/** The rate limiters, and the callback for when one is unreachable. */
export interface Limiting {
  limiters: DurableObjectNamespace<RateLimiter>;
  refusals: DeniedCache;
  unreachable(error: unknown): void;
}

/** A caller, and the limit that it counts against. */
export interface Limited {
  name: LimitName;
  caller: string;
  /** The `detail` of the 429 response. */
  message: string;
  /** Overrides the number of requests that the limit allows. */
  most?: number;
  /** The rows that the caller may read, if the request reads figures. */
  budget?: RowBudget;
}

/** Throws RateLimited if this isolate already knows that the caller is refused. Calls no limiter. */
export function refuseKnown(
  { refusals }: Pick<Limiting, 'refusals'>,
  { name, caller, message }: Limited,
): void {
  const key = `${name}/${caller}`;
  const left = refusals.secondsLeft(key, Date.now());
  if (left !== undefined) throw new RateLimited(message, refusals.limitOf(key), left, name);
}

/**
 * Consumes one request of the caller's limit. Returns undefined if the limiter is unreachable (fails open). Throws
 * RateLimited if the limit is reached.
 */
export function enforce(limiting: Limiting, limited: Limited): Promise<Verdict | undefined> {
  return judge(limiting, limited, take);
}

/** Like `enforce`, but consumes nothing: throws RateLimited if `enforce` would throw now. */
export function enforceUncounted(limiting: Limiting, limited: Limited): Promise<Verdict | undefined> {
  return judge(limiting, limited, peek);
}

async function judge(limiting: Limiting, limited: Limited, ask: typeof take): Promise<Verdict | undefined> {
  const { name, caller, message, most = LIMITS[name].limit, budget } = limited;
  refuseKnown(limiting, limited);
  const verdict = await ask(limiting.limiters, name, caller, most, budget).catch(limiting.unreachable);
  if (!verdict) return undefined;
  if (verdict.allowed) return verdict;
  limiting.refusals.keep(`${name}/${caller}`, verdict.retryAfterSeconds, Date.now(), most);
  throw new RateLimited(message, most, verdict.retryAfterSeconds, name);
}

/** Throws RateLimited if the verdict on a request says that the caller has used up its rows. */
export function enforceRows(
  { refusals }: Pick<Limiting, 'refusals'>,
  limited: Limited,
  verdict?: Verdict,
): void {
  const { name, caller, message, most = LIMITS[name].limit } = limited;
  const seconds = Math.ceil((verdict?.rowsAgainIn ?? 0) / 1_000);
  if (seconds <= 0) return;
  refusals.keep(`${name}/${caller}`, seconds, Date.now(), most);
  throw new RateLimited(message, most, seconds, name);
}
