import type { ApiKeyRecord } from './api-key.ts';
import type { TenantSettings } from './settings.ts';

/** How long a credential or a tenant's settings may be remembered: revocation works within it. */
const SECONDS = 60;
const MAX_ENTRIES = 2_000;

/** A map whose entries hold for 60 s after they were read. All instants are seconds UTC. */
export class Remembered<Value> {
  readonly #entries = new Map<string, { value: Value; readAt: number }>();

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
    if (this.#entries.size <= MAX_ENTRIES) return;
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
export class TenantMemory {
  /** By slug. */
  readonly #tenants = new Remembered<TenantSettings>();
  /** By `slug/id`. */
  readonly #keys = new Remembered<ApiKeyRecord>();

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

  /** Called once a tenant's settings have changed. */
  forgetTenant(slug: string): void {
    this.#tenants.forget(`${slug}/`);
  }

  /** Called once a key is revoked. */
  forgetKey(slug: string, id: string): void {
    this.#keys.forget(`${slug}/${id}`);
  }
}
