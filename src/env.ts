import type { RateLimiter } from './objects/rate-limiter.ts';

/** What the platform binds to the Worker; see wrangler.toml. */
export interface Env {
  DB: D1Database;
  /** Upkeep of one tenant: its pending changes where no task is named. */
  REFRESH_QUEUE: Queue<{
    tenant: string;
    task?: 'forget' | 'forget_exports' | 'reconcile' | 'measure_storage';
  }>;
  /** One slice of work on an export. */
  EXPORT_QUEUE: Queue<{ tenant: string; job: string }>;
  EXPORT_FILES: R2Bucket;
  RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  /** HS256 sessions; the other way is SESSION_JWKS_URL. */
  SESSION_SECRET?: string;
  SESSION_JWKS_URL?: string;
  SESSION_ISSUER?: string;
  SESSION_AUDIENCE?: string;
  /** Every key but the session's is derived from it. */
  DATA_SECRET: string;
  /** The secret before the last rotation: still reads, never writes. */
  DATA_SECRET_PREVIOUS?: string;
  /** Origins, separated by commas. */
  CORS_ORIGINS?: string;
}

type Bindings = Env;

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
  }
}

export type SessionConfig =
  | { kind: 'secret'; secret: string }
  | { kind: 'jwks'; url: URL; issuer: string; audience: string };

/** The configuration, checked. */
export interface Config {
  sessions: SessionConfig;
  dataSecret: string;
  previousDataSecret?: string;
  corsOrigins: readonly string[];
}

const MIN_SECRET_CHARACTERS = 32;

/**
 * Checks the configuration. Throws an Error that names the setting and what it must be; called at module
 * scope, so that a Worker with a bad configuration does not start.
 */
export function readConfig(env: Env): Config {
  return {
    sessions: sessionConfig(env),
    dataSecret: secret('DATA_SECRET', env.DATA_SECRET),
    ...(env.DATA_SECRET_PREVIOUS && {
      previousDataSecret: secret('DATA_SECRET_PREVIOUS', env.DATA_SECRET_PREVIOUS),
    }),
    corsOrigins: origins(env.CORS_ORIGINS ?? ''),
  };
}

function secret(name: string, value: string | undefined): string {
  if (!value)
    throw new Error(
      `${name} is not set: it must be a secret of at least ${MIN_SECRET_CHARACTERS} characters.`,
    );
  if (value.length < MIN_SECRET_CHARACTERS) {
    throw new Error(`${name} is too short: it must have at least ${MIN_SECRET_CHARACTERS} characters.`);
  }
  return value;
}

function sessionConfig(env: Env): SessionConfig {
  if (env.SESSION_SECRET && env.SESSION_JWKS_URL) {
    throw new Error('SESSION_SECRET and SESSION_JWKS_URL are both set: set exactly one of them.');
  }
  if (env.SESSION_JWKS_URL) return jwksConfig(env, env.SESSION_JWKS_URL);
  if (!env.SESSION_SECRET) {
    throw new Error('Neither SESSION_SECRET nor SESSION_JWKS_URL is set: set exactly one of them.');
  }
  if (env.SESSION_ISSUER || env.SESSION_AUDIENCE) {
    throw new Error(
      'SESSION_ISSUER and SESSION_AUDIENCE belong to SESSION_JWKS_URL: unset them beside SESSION_SECRET.',
    );
  }
  return { kind: 'secret', secret: secret('SESSION_SECRET', env.SESSION_SECRET) };
}

function jwksConfig(env: Env, address: string): SessionConfig {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
    throw new Error('SESSION_JWKS_URL must be an https:// URL.');
  }
  if (!env.SESSION_ISSUER) throw new Error('SESSION_ISSUER is not set: SESSION_JWKS_URL needs it.');
  if (!env.SESSION_AUDIENCE) throw new Error('SESSION_AUDIENCE is not set: SESSION_JWKS_URL needs it.');
  return { kind: 'jwks', url: new URL(address), issuer: env.SESSION_ISSUER, audience: env.SESSION_AUDIENCE };
}

function origins(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    if (!URL.canParse(name) || new URL(name).origin !== name) {
      throw new Error(
        `CORS_ORIGINS holds "${name}": each entry must be an origin such as https://app.example.com.`,
      );
    }
  }
  return names;
}
