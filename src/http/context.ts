import type { Actor, KeyActor, PublicActor, SessionActor } from '../auth/actor.ts';
import type { KeyHolder } from '../auth/api-keys.ts';
import type { TenantMemory } from '../auth/credential-cache.ts';
import type { Meter } from '../db/meter.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import type { Config, Env } from '../env.ts';
import type { Refusals } from '../rate-limits/denied-cache.ts';
import type { IsolateMemory } from '../rate-limits/isolate-memory.ts';
import type { Catalog } from '../tenants/catalog.ts';
import type { TenantSettings } from '../tenants/settings.ts';

/** What every operation is given. */
export interface BaseContext {
  env: Env;
  config: Config;
  /** Whole seconds UTC at which the request came. */
  now: number;
  requestId: string;
  /** What the request has cost so far; everything that asks D1 adds to it. */
  meter: Meter;
  request: Request;
  /** What this isolate remembers of tenants and keys: to be told of changes. */
  memory: TenantMemory;
  /** Whom this isolate knows to be over a limit. */
  refusals: Refusals;
  /** A UUID that names what the request creates; present only with an Idempotency-Key, the same when it is sent again. */
  creationId?: string;
  /** What it remembers of unknown keys, and of refusals to log. */
  abuse: IsolateMemory;
  /** Lets work go on after the answer; a failure is logged. */
  defer(work: Promise<unknown>): void;
}

/** Who asks; a key brings its tenant along, and that its last use is to be written where that is due. */
export type Identity =
  | { actor: KeyActor; tenant: TenantSettings; touch?: NonNullable<KeyHolder['touch']> }
  | { actor: SessionActor; tenant?: never };

/** An operation on one tenant. */
export interface RequestContext extends BaseContext {
  actor: Actor;
  tenant: TenantSettings;
  store: TenantStore;
}

/** An operation on the platform itself: no tenant is chosen. */
export interface PlatformContext extends BaseContext {
  actor: SessionActor;
  catalog: Catalog;
}

interface OpenContext extends BaseContext {
  actor: PublicActor;
}

export interface Contexts {
  tenant: RequestContext;
  'public-tenant': RequestContext;
  platform: PlatformContext;
  none: OpenContext;
}

/** How an operation is entered: see `Operation`. */
export type Credential = keyof Contexts;
