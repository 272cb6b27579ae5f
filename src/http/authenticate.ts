import { type Identified, refusal, requireSession } from '../auth/actor.ts';
import { checkSession, EVERY_TENANT } from '../auth/revocations.ts';
import type { Permission } from '../auth/roles.ts';
import { chooseTenant, maySee } from '../auth/sessions.ts';
import { checkedStore, gatedStore } from '../db/gated-store.ts';
import { storeFor, type TenantStore } from '../db/tenant-store.ts';
import { announcing, enqueueLanes } from '../delivery/announce.ts';
import { invalidInput } from '../error-list.ts';
import { Forbidden, NotFound } from '../errors.ts';
import { serviceContext } from '../service-context.ts';
import { type Catalog, catalogOf } from '../tenants/catalog.ts';
import { isSuspended, SLUG } from '../tenants/settings.ts';
import { findTenant, requireServed, tenantRefused } from '../tenants/tenants.ts';
import { requestOrigin } from './audit-notes.ts';
import type { BaseContext, Contexts, Identity, PlatformContext, RequestContext } from './context.ts';
import type { Operation } from './operation.ts';
import type { RateLimitChecks } from './rate-limit.ts';

/** Throws Forbidden (403) unless the actor has the permission; `hint` is added to its message. */
export function authorize(permission: Permission, actor: Identified, hint?: string): void {
  const reason = refusal(permission, actor);
  if (reason !== undefined) throw new Forbidden(hint === undefined ? reason : `${reason} ${hint}`);
}

/**
 * The context of an operation on the tenant of the key, or that the session and X-Tenant select. Writes wait for
 * `verdict`. Throws Forbidden (403) if the actor may not use the tenant or it is not served, Unauthenticated (401)
 * if the session was revoked, InvalidInput (400) if it must name a tenant.
 */
export async function tenantContext(
  base: BaseContext,
  identity: Identity,
  { verdict, ofCaller }: Pick<RateLimitChecks, 'verdict' | 'ofCaller'>,
): Promise<RequestContext> {
  const { actor } = identity;
  const named = base.request.headers.get('X-Tenant') ?? undefined;
  if (identity.tenant) {
    const { tenant } = identity;
    if (named !== undefined && named !== tenant.slug) throw tenantRefused();
    requireServed(tenant);
    const store = outboxOf(base, gatedStore(storeFor(tenant.slug, base.env.DB, base.meter), verdict));
    return serviceContext({ ...base, actor, tenant, store, admitted: verdict });
  }
  const slug = chooseTenant(identity.actor, named);
  const asked = storeFor(slug, base.env.DB, base.meter);
  const early = gatedStore(asked, ofCaller);
  await checkSession({ ...base, store: early }, identity.actor);
  const tenant = await findTenant({ ...base, store: early });
  if (!tenant) throw tenantRefused();
  requireServed(tenant);
  const store = outboxOf(base, gatedStore(asked, verdict, !early.hasAsked));
  return serviceContext({ ...base, actor, tenant, store, admitted: verdict });
}

/** A store whose deliveries are queued after the response. */
function outboxOf({ env, defer }: BaseContext, store: TenantStore): TenantStore {
  const { tenant } = store;
  return announcing(store, (targets) =>
    defer(
      enqueueLanes(
        env.DELIVERY_QUEUE,
        targets.map(({ kind, target }) => ({ tenant, kind, target })),
      ),
    ),
  );
}

/**
 * The context of an operation on the platform; writes wait for `verdict`. Throws Forbidden (403) for API keys,
 * Unauthenticated (401) for revoked sessions. A session that was only revoked in one tenant is refused when it accesses
 * that tenant.
 */
export async function platformContext(
  base: BaseContext,
  identity: Identity,
  verdict: Promise<unknown>,
): Promise<PlatformContext> {
  requireSession(identity);
  const { actor } = identity;
  const named = base.request.headers.get('X-Tenant');
  if (named !== null && !maySee(actor, named)) throw tenantRefused();
  const all = catalogOf(base.env.DB, base.meter);
  const storeOf = (slug: string) => gatedStore(all.store(slug), verdict);
  const check = (slug: string) => checkSession({ ...base, store: storeOf(slug) }, actor);
  await check(EVERY_TENANT);
  const isEverywhere = actor.role === 'super_admin';
  const catalog: Catalog = {
    ...all,
    store: isEverywhere ? storeOf : (slug) => checkedStore(storeOf(slug), () => check(slug)),
  };
  return { ...base, actor, catalog };
}

/** The context of work on one tenant by an operation on the platform, without settings. The caller checks access. */
export function withinTenant(context: PlatformContext, slug: string) {
  return serviceContext({ ...context, store: context.catalog.store(slug) });
}

/** Records the last use of a key, after the response and only if the request is admitted. */
export function noteUse(base: BaseContext, identity: Identity, verdict: Promise<unknown>): void {
  if (!identity.tenant || !identity.touch) return;
  const { tenant, touch } = identity;
  const write = () => storeFor(tenant.slug, base.env.DB, base.meter).batch([touch]);
  base.defer(verdict.then(write, () => undefined));
}

/** The error that public routes give for anything they do not find, unknown tenants included. */
export function nothingHere(): NotFound {
  return new NotFound('Not found.');
}

/**
 * The context of an operation without a credential. Throws InvalidInput (400) if a required X-Tenant is missing,
 * NotFound (404) for an unknown or suspended tenant.
 */
export async function openContext(
  base: BaseContext,
  operation: Operation,
): Promise<Contexts['none' | 'public-tenant']> {
  const actor = { kind: 'public', origin: requestOrigin(base) } as const;
  if (operation.credential === 'none') return { ...base, actor };
  const slug = base.request.headers.get('X-Tenant');
  if (slug === null) {
    throw invalidInput('The request header', [
      { path: 'X-Tenant', message: 'Required: the slug of the tenant.' },
    ]);
  }
  if (!SLUG.test(slug)) throw nothingHere();
  const store = storeFor(slug, base.env.DB, base.meter);
  const tenant = await findTenant({ ...base, store });
  if (!tenant || isSuspended(tenant)) throw nothingHere();
  return serviceContext({ ...base, actor, tenant, store });
}
