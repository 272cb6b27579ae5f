import { type BrowserSession, type Holder, newBrowserSession } from '../auth/browser-sessions.ts';
import { recordSignIn } from '../auth/end-browser-session.ts';
import { BROWSERS, checkSession, EVERY_TENANT } from '../auth/revocations.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import { tenantContext } from './authenticate.ts';
import { setCookie } from './browser-cookie.ts';
import type { BaseContext, Identity } from './context.ts';
import { checkRateLimits } from './rate-limit.ts';

/** A caller that was let in by an operation that is open to every credential, of whatever role or scope. */
export interface Caller {
  identity: Identity;
  /** The key's own, or the one that the session chooses; undefined if it may choose and has not. */
  tenant: TenantSettings | undefined;
}

/**
 * Checks what every request is checked for: rate limits, and whether the session was revoked and the tenant is served.
 * Throws RateLimited (429), Unauthenticated (401), Forbidden (403).
 */
export async function letIn(base: BaseContext, identity: Identity): Promise<Caller> {
  const onTenant = hasTenant(base, identity);
  const limits = checkRateLimits(base, identity, { onTenant, readsFigures: false });
  try {
    if (!onTenant && !identity.tenant) {
      const store = storeFor(EVERY_TENANT, base.env.DB, base.meter);
      await checkSession({ ...base, store }, identity.actor);
      return { identity, tenant: undefined };
    }
    const { tenant } = await tenantContext(base, identity, limits);
    limits.tenantIs(tenant);
    return { identity, tenant };
  } finally {
    limits.tenantIs(undefined);
    await limits.verdict;
  }
}

/** Whether the request is about one tenant: a session of several, or of a super_admin, may leave it open. */
function hasTenant({ request }: BaseContext, { actor, tenant }: Identity): boolean {
  if (tenant || request.headers.has('X-Tenant')) return true;
  const { size } = new Set(actor.tenants);
  return size === 1 || (size === 0 && actor.role !== 'super_admin');
}

/** The store of ended browser sessions and used tickets. */
export function browserStore({ env, meter }: Pick<BaseContext, 'env' | 'meter'>): TenantStore {
  return storeFor(BROWSERS, env.DB, meter);
}

interface SignedIn extends Caller {
  browser: BrowserSession;
  /** The value of Set-Cookie. */
  cookie: string;
}

/**
 * Signs a browser in for a verified caller and records it in the audit log of its tenant. `useUp` runs when nothing else
 * can refuse it any more. Throws as `letIn` and `newBrowserSession` do.
 */
export async function signIn(
  base: BaseContext,
  identity: Identity,
  by: Parameters<typeof recordSignIn>[2],
  useUp: () => Promise<void> = async () => undefined,
): Promise<SignedIn> {
  const caller = await letIn(base, identity);
  const tenant = caller.tenant?.slug ?? EVERY_TENANT;
  const { browser, token } = await newBrowserSession(base, holderOf(identity), {
    recordedIn: tenant,
    endsAt: identity.expiresAt,
  });
  await useUp();
  const store = storeFor(tenant, base.env.DB, base.meter);
  await recordSignIn({ ...base, store, actor: identity.actor }, browser, by);
  const cookie = setCookie(base.request, 'session', token, { seconds: browser.expiresAt - base.now });
  return { ...caller, browser, cookie };
}

function holderOf({ actor, tenant }: Identity): Holder {
  if (tenant) return { kind: 'key', tenant: tenant.slug, keyId: actor.id };
  return { kind: 'session', session: actor };
}
