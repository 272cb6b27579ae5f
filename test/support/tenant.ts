import { env } from 'cloudflare:workers';
import { SignJWT } from 'jose';
import { hashKey, keyText, newKey } from '../../src/auth/key-secret.ts';
import { type Role, SCOPES, type Scope } from '../../src/auth/roles.ts';
import { newMeter } from '../../src/db/meter.ts';
import { statement } from '../../src/db/statement.ts';
import { storeFor, type TenantStore } from '../../src/db/tenant-store.ts';
import { readConfig } from '../../src/env.ts';
import { catalogOf } from '../../src/tenants/catalog.ts';
import type { NewTenant, TenantSettings } from '../../src/tenants/settings.ts';
import { createTenant } from '../../src/tenants/tenants.ts';

/** A tenant of one test's own. */
export interface TestTenant {
  slug: string;
  settings: TenantSettings;
  store: TenantStore;
  /** Mints an API key; all scopes unless told. */
  key(options?: {
    scopes?: readonly Scope[];
    expiresAt?: number | null;
  }): Promise<{ id: string; key: string }>;
  /** Mints a session token of one role for this tenant; each is of another user, whose limits are its own. */
  token(role: Role, claims?: Record<string, unknown>): Promise<string>;
}

/** Who makes test tenants and their keys, by the audit log. */
export const TEST_ACTOR = { kind: 'system', id: 'test' } as const;

/** Seconds UTC. */
export function nowSeconds(): number {
  return Math.floor(Date.now() / 1_000);
}

/** Creates a tenant through the domain; zone UTC unless told. */
export async function freshTenant(settings: Partial<NewTenant> = {}): Promise<TestTenant> {
  const wanted = {
    slug: `t-${randomLetters()}`,
    name: 'Test tenant',
    timeZone: 'UTC',
    profile: 'complete' as const,
    countryCode: null,
    country: null,
    retentionDays: 36_500,
    publicEvaluations: true,
    ...settings,
  };
  let users = 0;
  const meter = newMeter();
  const created = await createTenant(
    { catalog: catalogOf(env.DB, meter), actor: TEST_ACTOR, now: nowSeconds() },
    wanted,
  );
  const store = storeFor(created.slug, env.DB, meter);
  return {
    slug: created.slug,
    settings: created,
    store,
    key: ({ scopes = SCOPES, expiresAt = null } = {}) => insertKey(store, scopes, expiresAt),
    token(role, claims = {}) {
      users += 1;
      return sessionToken({
        sub: `user-${users}-of-${created.slug}`,
        role,
        tenants: [created.slug],
        ...claims,
      });
    },
  };
}

/** Sixteen of them: no digits, which suites that look for numbers in answers might take for one. */
function randomLetters(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => 'bcdfghjklmnpqrst'[byte % 16]).join('');
}

const INSERT_KEY = statement(`
  INSERT INTO api_keys (tenant, id, name, secret_hash, scopes, created_at, expires_at)
  VALUES (?1, ?2, 'Test key', ?3, ?4, ?5, ?6)`);

/** Suites over every route need more keys of one tenant than it may have. */
async function insertKey(store: TenantStore, scopes: readonly Scope[], expiresAt: number | null) {
  const { dataSecret } = readConfig(env);
  const key = newKey(store.tenant, dataSecret);
  const hash = hashKey(key, dataSecret);
  await store.batch([INSERT_KEY.with(key.id, hash, JSON.stringify(scopes), nowSeconds(), expiresAt)]);
  return { id: key.id, key: keyText(key) };
}

/**
 * Signs a session token of an hour, of a new user, with the configured secret, or with another. A claim of
 * `undefined` is left out.
 */
export function sessionToken(claims: Record<string, unknown>, secret = sessionSecret()): Promise<string> {
  return new SignJWT({
    sub: `user-${crypto.randomUUID()}`,
    iat: nowSeconds(),
    exp: nowSeconds() + 3_600,
    ...claims,
  })
    .setProtectedHeader({ alg: 'HS256' })
    .sign(new TextEncoder().encode(secret));
}

function sessionSecret(): string {
  const { sessions } = readConfig(env);
  if (sessions.kind !== 'secret') throw new Error('The tests need SESSION_SECRET.');
  return sessions.secret;
}
