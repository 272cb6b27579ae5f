import type { SettingsMemory, TenantSettings } from '../tenants/settings.ts';
import type { ApiKeyRecord } from './api-key.ts';

/** How long a credential or a tenant's settings may be remembered: revocation works within it. */
const SECONDS = 60;
const MAX_ENTRIES = 2_000;
/** Of lists of revocations, each of up to `BOUNDS.rememberedRevocations`. */
const MAX_LISTS = 500;

/** Sessions that have been revoked, in one tenant or in all. */
export interface Revocations {
  /** Whether these are all; otherwise a session is looked up by itself. */
  isWhole: boolean;
  /** By user: tokens issued up to that instant, seconds UTC, included. */
  users: ReadonlyMap<string, number>;
  /** By the token's own id. */
  tokens: ReadonlySet<string>;
}

/** A map whose entries hold for 60 s after they were read. All instants are seconds UTC. */
export class Remembered<Value> {
  readonly #entries = new Map<string, { value: Value; readAt: number }>();
  readonly #maxEntries: number;

  constructor(maxEntries = MAX_ENTRIES) {
    this.#maxEntries = maxEntries;
  }

  /** The value, unless it was read 60 s ago or longer, or after `now` (a clock set back). */
  get(key: string, now: number): Value | undefined {
    const entry = this.#entries.get(key);
    if (!entry) return undefined;
    if (now >= entry.readAt && now < entry.readAt + SECONDS) return entry.value;
    this.#entries.delete(key);
    return undefined;
  }

  /** Keeps `value`, read at `readAt`; the oldest entry goes where there are too many. */
  set(key: string, value: Value, readAt: number): void {
    this.#entries.delete(key);
    this.#entries.set(key, { value, readAt });
    if (this.#entries.size <= this.#maxEntries) return;
    for (const oldest of this.#entries.keys()) {
      this.#entries.delete(oldest);
      return;
    }
  }

  /** Forgets every key that begins with `prefix`. */
  forget(prefix: string): void {
    for (const key of this.#entries.keys()) if (key.startsWith(prefix)) this.#entries.delete(key);
  }
}

/** What an isolate remembers of tenants and keys; only what exists is remembered. */
export class TenantMemory implements SettingsMemory {
  /** By slug. */
  readonly #tenants = new Remembered<TenantSettings>();
  /** By `slug/id`. */
  readonly #keys = new Remembered<ApiKeyRecord>();
  /** By slug, or the platform's key. */
  readonly #revocations = new Remembered<Revocations>(MAX_LISTS);
  /** Of one session each, by slug, user and token. */
  readonly #revocationsOfOne = new Remembered<Revocations>();

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

  /** Called once a key is revoked. */
  forgetKey(slug: string, id: string): void {
    this.#keys.forget(`${slug}/${id}`);
  }

  revocations(slug: string, now: number): Revocations | undefined {
    return this.#revocations.get(`${slug}/`, now);
  }

  keepRevocations(slug: string, revocations: Revocations, readAt: number): void {
    this.#revocations.set(`${slug}/`, revocations, readAt);
  }

  /** Those that concern one session, if the list is too long to be kept. */
  revocationsOf(slug: string, userId: string, tokenId: string | null, now: number): Revocations | undefined {
    return this.#revocationsOfOne.get(`${slug}/${JSON.stringify([userId, tokenId])}`, now);
  }

  keepRevocationsOf(
    slug: string,
    userId: string,
    tokenId: string | null,
    revocations: Revocations,
    readAt: number,
  ): void {
    this.#revocationsOfOne.set(`${slug}/${JSON.stringify([userId, tokenId])}`, revocations, readAt);
  }

  /** Called once sessions have been revoked. */
  forgetRevocations(slug: string): void {
    this.#revocations.forget(`${slug}/`);
    this.#revocationsOfOne.forget(`${slug}/`);
  }
}
