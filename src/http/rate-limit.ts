import type { SessionActor } from '../auth/actor.ts';
import { chooseTenant } from '../auth/sessions.ts';
import { describeError, logLine } from '../log.ts';
import { callerAddress } from '../rate-limits/address.ts';
import { enforce, type Limited, type Limiting, refuseKnown } from '../rate-limits/enforce.ts';
import { LIMITS } from '../rate-limits/limits.ts';
import type { Outlook } from '../rate-limits/rate-limiter.ts';
import { peek } from '../rate-limits/take.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import { quotaOf } from '../usage/quotas.ts';
import type { BaseContext, Identity } from './context.ts';

/** How a caller stands against the limit of requests that is nearest: its own, or its tenant's. */
export interface Standing {
  limit: number;
  /** Absent if the limiter could not be reached. */
  remaining?: number;
}

/** The limits of one request, asked for beside its first work. */
export interface Admission {
  /** Rejects RateLimited. A limiter that cannot be reached lets the request in. Waits for `tenantIs`. */
  readonly permission: Promise<Standing>;
  /** The part of it that is the caller's own limit: what the tenant is found by may wait for no more than that. */
  readonly ofCaller: Promise<Standing>;
  /** Tells the tenant that a session works on, once it is known; undefined if there is none. */
  tenantIs(tenant: TenantSettings | undefined): void;
}

/** So many requests of one caller may wait for a verdict before its tenant's limit is asked after its own. */
const SIDE_BY_SIDE = 20;

/**
 * Asks for the request of `identity` to be let in, by the limits of the caller and of its tenant, without waiting
 * for the answers. Throws RateLimited at once if this isolate knows either to be refused. `onTenant` tells
 * whether the operation works on a tenant.
 */
export function admit(base: BaseContext, identity: Identity, onTenant: boolean): Admission {
  const limiting = limitingOf(base);
  const ofCaller = limitedCaller(identity);
  const slug = onTenant ? slugOf(base, identity) : undefined;
  refuseKnown(base, ofCaller);
  if (slug !== undefined) refuseKnown(base, limitedTenant(slug));

  const tenant = Promise.withResolvers<TenantSettings | undefined>();
  const known = identity.tenant ?? (slug === undefined ? undefined : base.memory.tenant(slug, base.now));
  if (known || slug === undefined) tenant.resolve(known);
  const callers = enforce(limiting, ofCaller).then((verdict) => standingOf(LIMITS.requests.limit, verdict));
  const isCrowded = base.abuse.inFlight.enter(ofCaller.caller, callers) > SIDE_BY_SIDE;
  const tenants = (isCrowded ? callers : Promise.resolve()).then(async () => {
    const settings = await tenant.promise;
    if (!settings) return undefined;
    const most = quotaOf(settings.quotas, 'requests_per_minute');
    return standingOf(most, await enforce(limiting, { ...limitedTenant(settings.slug), most }));
  });
  const permission = Promise.all([callers, tenants]).then(([own, shared]) => nearest(own, shared));
  // Whoever needs it awaits it; until then a rejection is no fault.
  permission.catch(() => {});
  return { permission, ofCaller: callers, tenantIs: tenant.resolve };
}

/** How many requests of a tenant are in the window now; undefined if its limiter cannot be reached. */
export async function tenantRequests(
  base: BaseContext,
  { slug, quotas }: TenantSettings,
): Promise<Outlook | undefined> {
  const { limiters, unreachable } = limitingOf(base);
  const asked = peek(limiters, 'requestsOfTenant', slug, quotaOf(quotas, 'requests_per_minute'));
  return (await asked.catch(unreachable)) ?? undefined;
}

/** The slug that the request works on, if that can be told without the database. */
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
  return { name: 'requests', caller: `user/${actor.userId}`, message: 'rate limit exceeded' };
}

/** The limit of requests of one API key. */
export function limitedKey({ tenant, id }: { tenant: string; id: string }): Limited {
  return { name: 'requests', caller: `key/${tenant}/${id}`, message: 'API key rate limit exceeded' };
}

function limitedTenant(slug: string): Limited {
  return {
    name: 'requestsOfTenant',
    caller: slug,
    message: "tenant rate limit exceeded: the tenant's API keys and sessions together sent too many requests",
  };
}

function standingOf(limit: number, verdict: { remaining: number } | undefined): Standing {
  return verdict ? { limit, remaining: verdict.remaining } : { limit };
}

function nearest(own: Standing, shared: Standing | undefined): Standing {
  return (shared?.remaining ?? Infinity) < (own.remaining ?? Infinity) ? (shared ?? own) : own;
}

/** Whom limits of an address count; see `callerAddress`. */
export function addressOf({ request }: BaseContext): string {
  return callerAddress(request.headers.get('CF-Connecting-IP'));
}

/** The limiters as a request asks them; one that cannot be reached is logged. */
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
