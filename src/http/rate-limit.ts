import type { SessionActor } from '../auth/actor.ts';
import { chooseTenant } from '../auth/sessions.ts';
import { describeError, logLine } from '../log.ts';
import { callerAddress } from '../rate-limits/address.ts';
import {
  enforce,
  enforceRows,
  LIMITS,
  type Limited,
  type Limiting,
  peek,
  refuseKnown,
  spend,
} from '../rate-limits/check.ts';
import type { Outlook } from '../rate-limits/rate-limiter.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import { quotaOf } from '../usage/quotas.ts';
import type { BaseContext, Identity } from './context.ts';

/** The caller's request limit or its tenant's, whichever has fewer requests left. */
export interface RateLimitStatus {
  limit: number;
  /** Absent if the limiter is unreachable. */
  remaining?: number;
}

/** The rate limits of one request, checked in parallel with its first work. */
export interface RateLimitChecks {
  /** Rejects with RateLimited. Admits the request if a limiter is unreachable. Pending until `tenantIs` is called. */
  readonly verdict: Promise<RateLimitStatus>;
  /**
   * The caller's own limit only. Queries that find the tenant wait for this one, because `verdict` waits for them.
   */
  readonly ofCaller: Promise<RateLimitStatus>;
  /** Counts the rows that the request has read, if it reads figures. */
  countRows(): void;
  /** Sets the tenant of a session once it is known; undefined if there is none. */
  tenantIs(tenant: TenantSettings | undefined): void;
}

/** Fewer rows are counted with the next request of the caller: a call of its limiter costs as much as 150 rows. */
const COUNTED_AT_ONCE = 1 / 100;

/** What the limits of a request depend on. */
interface Counted {
  /** Whether the operation works on a tenant. */
  onTenant: boolean;
  /** Whether the operation reads figures, so that its rows count. */
  readsFigures: boolean;
}

/** If more requests of a caller are pending, its tenant's limit is checked after its own instead of in parallel. */
const SIDE_BY_SIDE = 20;

/**
 * Starts checking the limits of the caller and its tenant, without waiting for the results. Throws RateLimited at once
 * if this isolate knows either to be over its limit, or the caller to have used up its rows.
 */
export function checkRateLimits(
  base: BaseContext,
  identity: Identity,
  { onTenant, readsFigures }: Counted,
): RateLimitChecks {
  const limiting = limitingOf(base);
  const ofCaller = limitedCaller(identity);
  const ofRows = limitedRows(base, ofCaller);
  const slug = onTenant ? slugOf(base, identity) : undefined;
  refuseKnown(base, ofCaller);
  if (slug !== undefined) refuseKnown(base, limitedTenant(slug));
  if (readsFigures) refuseKnown(base, ofRows);

  const tenant = Promise.withResolvers<TenantSettings | undefined>();
  const known = identity.tenant ?? (slug === undefined ? undefined : base.memory.tenant(slug, base.now));
  if (known || slug === undefined) tenant.resolve(known);
  const { uncountedRows } = base.abuse;
  const spent = readsFigures ? uncountedRows.take(ofCaller.caller, Date.now()) : 0;
  const budget = readsFigures && { budget: { limit: ofRows.most, spent } };
  const callers = enforce(limiting, { ...ofCaller, ...budget }).then((verdict) => {
    enforceRows(limiting, ofRows, verdict);
    return statusOf(LIMITS.requests.limit, verdict);
  });
  const isCrowded = base.abuse.inFlight.enter(ofCaller.caller, callers) > SIDE_BY_SIDE;
  const tenants = (isCrowded ? callers : Promise.resolve()).then(async () => {
    const settings = await tenant.promise;
    if (!settings) return undefined;
    const most = quotaOf(settings.quotas, 'requests_per_minute');
    return statusOf(most, await enforce(limiting, { ...limitedTenant(settings.slug), most }));
  });
  const verdict = Promise.all([callers, tenants]).then(([own, shared]) => nearest(own, shared));
  // Awaited later. The no-op handler keeps an early rejection from being reported as unhandled.
  verdict.catch(() => {});
  const countRows = (): void => {
    if (!readsFigures) return;
    const { caller } = ofCaller;
    const rows = uncountedRows.add(caller, base.meter.rowsRead, Date.now());
    if (rows < ofRows.most * COUNTED_AT_ONCE) return;
    const counted = spend(limiting.limiters, caller, uncountedRows.take(caller, Date.now()));
    base.defer(counted.catch(limiting.unreachable));
  };
  return { verdict, ofCaller: callers, tenantIs: tenant.resolve, countRows };
}

/** How many requests of a tenant are in the current window; undefined if the limiter is unreachable. */
export async function tenantRequests(
  base: BaseContext,
  { slug, quotas }: TenantSettings,
): Promise<Outlook | undefined> {
  const { limiters, unreachable } = limitingOf(base);
  const asked = peek(limiters, 'requestsOfTenant', slug, quotaOf(quotas, 'requests_per_minute'));
  return (await asked.catch(unreachable)) ?? undefined;
}

/** The slug of the request's tenant, if it can be determined without the database. */
function slugOf({ request }: BaseContext, { actor, tenant }: Identity): string | undefined {
  if (tenant) return tenant.slug;
  try {
    return chooseTenant(actor as SessionActor, request.headers.get('X-Tenant') ?? undefined);
  } catch {
    return undefined;
  }
}

function limitedCaller({ actor, tenant }: Identity): Limited {
  if (tenant) return limitedKey({ tenant: tenant.slug, id: actor.id });
  return {
    name: 'requests',
    caller: `user/${actor.id}`,
    message: 'Rate limit exceeded. Try again after Retry-After seconds.',
  };
}

/** The rows that a caller may read. */
function limitedRows({ config }: BaseContext, { caller }: Limited): Limited & { most: number } {
  const most = config.rowsPerMinute;
  const message =
    `More than ${most.toLocaleString('en-US')} rows were read for figures within a minute. Try again after ` +
    'Retry-After seconds; X-Query-Cost tells what each request reads, and If-None-Match saves what has not changed.';
  return { name: 'rowsRead', caller, message, most };
}

/** The request limit of one API key. */
export function limitedKey({ tenant, id }: { tenant: string; id: string }): Limited {
  return {
    name: 'requests',
    caller: `key/${tenant}/${id}`,
    message: 'Rate limit of this API key exceeded. Try again after Retry-After seconds.',
  };
}

function limitedTenant(slug: string): Limited {
  return {
    name: 'requestsOfTenant',
    caller: slug,
    message:
      'Rate limit of this tenant exceeded, by all its API keys and sessions together. Try again after Retry-After seconds.',
  };
}

function statusOf(limit: number, verdict: { remaining: number } | undefined): RateLimitStatus {
  return verdict ? { limit, remaining: verdict.remaining } : { limit };
}

function nearest(own: RateLimitStatus, shared: RateLimitStatus | undefined): RateLimitStatus {
  return (shared?.remaining ?? Infinity) < (own.remaining ?? Infinity) ? (shared ?? own) : own;
}

/** The address that limits count; see `callerAddress`. */
export function addressOf({ request }: BaseContext): string {
  return callerAddress(request.headers.get('CF-Connecting-IP'));
}

/** The rate limiters of a request; logs if one is unreachable. */
export function limitingOf({
  env,
  refusals,
  requestId,
}: Pick<BaseContext, 'env' | 'refusals' | 'requestId'>): Limiting {
  return {
    limiters: env.RATE_LIMITER,
    refusals,
    unreachable: (error) =>
      logLine('error', {
        message: 'a rate limiter could not be reached',
        request_id: requestId,
        error: describeError(error),
      }),
  };
}
