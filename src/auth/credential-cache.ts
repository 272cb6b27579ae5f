import type { SettingsMemory, TenantSettings } from '../tenants/settings.ts';
import type { ApiKeyRecord } from './key-secret.ts';

/** How long a credential or a tenant's settings may be cached, and so how long a revocation may take. */
const SECONDS = 60;
const MAX_ENTRIES = 2_000;
/** For lists of revocations, each with up to `BOUNDS.rememberedRevocations` entries. */
const MAX_LISTS = 500;

/** Revoked sessions, of one tenant or of all tenants. */
export interface Revocations {
  /** Whether the list is complete; otherwise each session is looked up on its own. */
  isWhole: boolean;
  /** By user: tokens issued at or before that instant (seconds UTC) are revoked. */
  users: ReadonlyMap<string, number>;
  /** Ids (`jti`) of revoked tokens. */
  tokens: ReadonlySet<string>;
}

/** What a revocation may name of a session; null for what it does not have. */
export interface SessionIds {
  userId: string;
  tokenId: string | null;
  browserId: string | null;
}

function nameOf(slug: string, { userId, tokenId, browserId }: SessionIds): string {
  return `${slug}/${JSON.stringify([userId, tokenId, browserId])}`;
}

/** A map whose entries are valid for 60 s after they were read. All instants are seconds UTC. */
export class Remembered<Value> {
  readonly #entries = new Map<string, { value: Value; readAt: number }>();
  readonly #maxEntries: number;

  constructor(maxEntries = MAX_ENTRIES) {
    this.#maxEntries = maxEntries;
  }

  /** The value, unless it was read 60 s ago or more, or after `now` (the clock was set back). */
  get(key: string, now: number): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (now >= entry.readAt && now < entry.readAt + SECONDS) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** Caches `value`, read at `readAt`, and drops the oldest entry if there are too many. */
  set(key: string, value: Value, readAt: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, readAt });
    if (this.#entries.size <= this.#maxEntries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  /** Deletes all keys that begin with `prefix`. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }
}

/** What a function needs that uses or changes what is cached. */
export interface CachedContext {
  /** Cache of tenants and keys in this isolate; must be informed of changes to them. */
  memory: TenantCache;
}

/** Cache of tenants, keys and revocations in an isolate. Unknown tenants and keys are not cached. */
export class TenantCache implements SettingsMemory {
  readonly #tenants = new Remembered<TenantSettings>();
  /** By `slug/id`. */
  readonly #keys = new Remembered<ApiKeyRecord>();
  /** By slug, or by the name of the platform. */
  readonly #revocations = new Remembered<Revocations>(MAX_LISTS);
  /** Of one session each, by slug and `SessionIds`. */
  readonly #revocationsOfOne = new Remembered<Revocations>();

  /** Whether a browser session was ended, by its id. */
  readonly #ended = new Remembered<boolean>();

  isEnded(browserId: string, now: number): boolean | undefined {
    return this.#ended.get(browserId, now);
  }

  keepEnded(browserId: string, isEnded: boolean, readAt: number): void {
    this.#ended.set(browserId, isEnded, readAt);
  }

  tenant(slug: string, now: number): TenantSettings | undefined {
    return this.#tenants.get(`${slug}/`, now);
  }

  key(slug: string, id: string, now: number): ApiKeyRecord | undefined {
    return this.#keys.get(`${slug}/${id}`, now);
  }

  keepTenant(settings: TenantSettings, readAt: number): void {
    this.#tenants.set(`${settings.slug}/`, settings, readAt);
  }

  keepKey(slug: string, key: ApiKeyRecord, readAt: number): void {
    this.#keys.set(`${slug}/${key.id}`, key, readAt);
  }

  forgetTenant(slug: string): void {
    this.#tenants.forget(`${slug}/`);
  }

  /** Call after a key was changed or revoked. */
  forgetKey(slug: string, id: string): void {
    this.#keys.forget(`${slug}/${id}`);
  }

  revocations(slug: string, now: number): Revocations | undefined {
    return this.#revocations.get(`${slug}/`, now);
  }

  keepRevocations(slug: string, revocations: Revocations, readAt: number): void {
    this.#revocations.set(`${slug}/`, revocations, readAt);
  }

  /** The revocations that affect one session, used if the list is too long to be cached. */
  revocationsOf(slug: string, session: SessionIds, now: number): Revocations | undefined {
    return this.#revocationsOfOne.get(nameOf(slug, session), now);
  }

  keepRevocationsOf(slug: string, session: SessionIds, revocations: Revocations, readAt: number): void {
    this.#revocationsOfOne.set(nameOf(slug, session), revocations, readAt);
  }

  /** Call after sessions were revoked. */
  forgetRevocations(slug: string): void {
    this.#revocations.forget(`${slug}/`);
    this.#revocationsOfOne.forget(`${slug}/`);
  }
}
