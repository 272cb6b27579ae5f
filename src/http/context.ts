import type { Actor, Identified, KeyActor, PublicActor, SessionActor } from '../auth/actor.ts';
import type { KeyHolder } from '../auth/api-keys.ts';
import type { BrowserSession } from '../auth/browser-sessions.ts';
import type { CachedContext } from '../auth/credential-cache.ts';
import type { OidcClient } from '../auth/oidc.ts';
import type { VerifySession } from '../auth/sessions.ts';
import type { VerifyTicket } from '../auth/tickets.ts';
import type { Meter } from '../db/meter.ts';
import type { Config, Env } from '../env.ts';
import type { DeniedCache } from '../rate-limits/caller-memory.ts';
import type { IsolateMemory } from '../rate-limits/isolate-memory.ts';
import type { ServiceContext } from '../service-context.ts';
import type { CatalogContext } from '../tenants/catalog.ts';
import type { TenantSettings } from '../tenants/settings.ts';
import type { Seen } from './seen.ts';

/** What every operation receives. */
export interface BaseContext extends CachedContext {
  env: Env;
  config: Config;
  verifySession: VerifySession;
  verifyTicket: VerifyTicket;
  /** Absent if no issuer is configured. */
  oidc?: OidcClient;
  /** Arrival of the request, whole seconds UTC. */
  now: number;
  requestId: string;
  /** The database cost of the request so far; every trip to D1 adds to it. */
  meter: Meter;
  request: Request;
  /** Notes what the answer is made from, for its ETag. */
  seen: Seen;
  /** Callers that this isolate knows to be over a rate limit. */
  refusals: DeniedCache;
  /**
   * A UUID for the object that the request creates. Only set if an Idempotency-Key was sent; the same when it is
   * retried.
   */
  creationId?: string;
  /**
   * Resolves once the rate limits admit the request, and rejects if they refuse it. Only set for operations on a tenant,
   * for work beyond their store, which waits by itself.
   */
  admitted?: Promise<unknown>;
  /** What this isolate remembers of unknown keys, and of refusals to log. */
  abuse: IsolateMemory;
  /** Runs work after the response; failures are logged. */
  defer(work: Promise<unknown>): void;
}

/** An authenticated caller. A key belongs to a tenant; `touch` records its last use, if that is due. */
export type Identity = Lifetime &
  (
    | { actor: KeyActor; tenant: TenantSettings; touch?: NonNullable<KeyHolder['touch']> }
    | { actor: SessionActor; tenant?: never }
  );

interface Lifetime {
  /** When the credential of the request expires, seconds UTC; null for never. */
  expiresAt: number | null;
  /** Set if the credential is the cookie of a browser. */
  browser?: BrowserSession;
}

interface TenantContext<By extends Actor> extends BaseContext, ServiceContext<By> {}

/** Context of an operation on one tenant, with a credential. */
export type RequestContext = TenantContext<Identified>;

/** Context of an operation on the platform, without a tenant. */
export interface PlatformContext extends BaseContext, CatalogContext {
  memory: BaseContext['memory'];
  now: BaseContext['now'];
  actor: SessionActor;
}

interface OpenContext extends BaseContext {
  actor: PublicActor;
}

export interface Contexts {
  tenant: RequestContext;
  'public-tenant': TenantContext<PublicActor>;
  platform: PlatformContext;
  none: OpenContext;
}

/** The kinds of credential; see `defineOperation`. */
export type Credential = keyof Contexts;
