import { BOUNDS } from './bounds.ts';
import type { LiveHubs } from './live/calls.ts';
import { LIMITS } from './rate-limits/check.ts';
import type { RateLimiter } from './rate-limits/rate-limiter.ts';

/** The bindings of the Worker; see wrangler.toml. */
export interface Env {
  DB: D1Database;
  /** Tenants whose pending changes need a refresh. */
  REFRESH_QUEUE: Queue<{ tenant: string }>;
  /** Nightly maintenance tasks, one message per tenant and task. */
  NIGHTLY_QUEUE: Queue<{
    tenant: string;
    task: 'forget' | 'forget_exports' | 'forget_answers' | 'reconcile' | 'measure_storage' | 'outbox';
  }>;
  /** Slices of export jobs. */
  EXPORT_QUEUE: Queue<{ tenant: string; job: string }>;
  /** Lanes of the outbox with deliveries to make. */
  DELIVERY_QUEUE: Queue<{ tenant: string; kind: string; target: string }>;
  EXPORT_FILES: R2Bucket;
  /** The built pages of web/; see [assets] in wrangler.toml. */
  ASSETS: Fetcher;
  /** The deployed version of the code; absent in runtimes that do not name it. */
  CODE_VERSION?: WorkerVersionMetadata;
  RATE_LIMITER: DurableObjectNamespace<RateLimiter>;
  /** One object per tenant, by its slug. */
  LIVE_HUB: LiveHubs;
  /** Key of HS256 sessions. The alternative is SESSION_JWKS_URL. */
  SESSION_SECRET?: string;
  /** The secret before the last rotation. Sessions signed with it stay valid until they expire. */
  SESSION_SECRET_PREVIOUS?: string;
  SESSION_JWKS_URL?: string;
  SESSION_ISSUER?: string;
  SESSION_AUDIENCE?: string;
  /** Maximum seconds from the `iat` to the `exp` of a session. */
  SESSION_MAX_SECONDS?: string | number;
  /** Rows that reads of figures may read per minute, for each API key or user of sessions. */
  QUERY_ROWS_PER_MINUTE?: string | number;
  /** Every key except the session key is derived from it. */
  DATA_SECRET: string;
  /** The secret before the last rotation: used to read, never to write. */
  DATA_SECRET_PREVIOUS?: string;
  /** Comma-separated origins. */
  CORS_ORIGINS?: string;
  /** Contact for vulnerability reports, published in security.txt. */
  SECURITY_CONTACT?: string;
  /** The origin at which clients reach the API; links to export files start with it. */
  PUBLIC_URL?: string;
  /** The OpenID Connect issuer that people sign in to the dashboard with. */
  OIDC_ISSUER?: string;
  OIDC_CLIENT_ID?: string;
  OIDC_CLIENT_SECRET?: string;
  /** "true" lets webhooks lead to http://127.0.0.1, for a Worker on one's own machine. */
  WEBHOOK_ALLOW_LOOPBACK?: string;
}

type Bindings = Env;

declare global {
  namespace Cloudflare {
    interface Env extends Bindings {}
  }
}

/** The checks of a session other than its signature. */
interface SessionClaimsConfig {
  /** Required `iss` and `aud`; not checked if absent. */
  issuer?: string;
  audience?: string;
  /** Maximum seconds from `iat` to `exp`. */
  maxSeconds: number;
}

export type SessionConfig = SessionClaimsConfig &
  ({ kind: 'secret'; secret: string; previousSecret?: string } | { kind: 'jwks'; url: URL });

/** Signing in with OpenID Connect: the issuer, and the client that this deployment is there. */
export interface OidcConfig {
  issuer: URL;
  clientId: string;
  clientSecret: string;
}

/** The validated configuration. */
export interface Config {
  sessions: SessionConfig;
  dataSecret: string;
  previousDataSecret?: string;
  corsOrigins: readonly string[];
  /** Rows that reads of figures may read per minute, for each API key or user of sessions. */
  rowsPerMinute: number;
  /** A `mailto:` or `https:` URL. */
  securityContact?: string;
  /** An origin; undefined if not configured. */
  publicUrl?: string;
  oidc?: OidcConfig;
  /** Whether webhooks may lead to http://127.0.0.1. */
  webhookAllowLoopback: boolean;
}

/** The secret under which data is sealed and hashed, and the one before its last rotation. */
export type DataSecrets = Pick<Config, 'dataSecret' | 'previousDataSecret'>;

const MIN_SECRET_CHARACTERS = 32;
const LEAST_SESSION_SECONDS = 60;
const LEAST_ROWS_PER_MINUTE = 1_000;

/**
 * Validates the configuration. Throws an Error that names the setting and what it must be. Called at module scope, so
 * that a Worker with a bad configuration does not start.
 */
export function readConfig(env: Env): Config {
  return {
    sessions: sessionConfig(env),
    dataSecret: secret('DATA_SECRET', env.DATA_SECRET),
    ...(env.DATA_SECRET_PREVIOUS && {
      previousDataSecret: secret('DATA_SECRET_PREVIOUS', env.DATA_SECRET_PREVIOUS),
    }),
    corsOrigins: origins(env.CORS_ORIGINS ?? ''),
    rowsPerMinute: rowsPerMinute(env.QUERY_ROWS_PER_MINUTE),
    ...(env.SECURITY_CONTACT && { securityContact: contact(env.SECURITY_CONTACT) }),
    ...(env.PUBLIC_URL && { publicUrl: publicOrigin(env.PUBLIC_URL) }),
    ...oidcConfig(env),
    webhookAllowLoopback: allowsLoopback(env),
  };
}

function secret(name: string, value: string | undefined): string {
  if (!value)
    throw new Error(
      `${name} is not set. Set it to a secret of at least ${MIN_SECRET_CHARACTERS} characters.`,
    );
  if (value.length < MIN_SECRET_CHARACTERS) {
    throw new Error(`${name} is too short. It must have at least ${MIN_SECRET_CHARACTERS} characters.`);
  }
  return value;
}

function sessionConfig(env: Env): SessionConfig {
  if (env.SESSION_SECRET && env.SESSION_JWKS_URL) {
    throw new Error('SESSION_SECRET and SESSION_JWKS_URL are both set. Set exactly one of them.');
  }
  const claims = {
    ...(env.SESSION_ISSUER && { issuer: env.SESSION_ISSUER }),
    ...(env.SESSION_AUDIENCE && { audience: env.SESSION_AUDIENCE }),
    maxSeconds: maxSeconds(env.SESSION_MAX_SECONDS),
  };
  if (env.SESSION_JWKS_URL) return { kind: 'jwks', url: jwksUrl(env, env.SESSION_JWKS_URL), ...claims };
  if (!env.SESSION_SECRET) {
    throw new Error('Neither SESSION_SECRET nor SESSION_JWKS_URL is set. Set exactly one of them.');
  }
  const current = secret('SESSION_SECRET', env.SESSION_SECRET);
  if (!env.SESSION_SECRET_PREVIOUS) return { kind: 'secret', secret: current, ...claims };
  const previousSecret = secret('SESSION_SECRET_PREVIOUS', env.SESSION_SECRET_PREVIOUS);
  if (previousSecret === current) {
    throw new Error('SESSION_SECRET_PREVIOUS is the same as SESSION_SECRET. It must be the previous one.');
  }
  return { kind: 'secret', secret: current, previousSecret, ...claims };
}

function maxSeconds(sent: string | number | undefined): number {
  const { value: most } = BOUNDS.sessionSeconds;
  if (sent === undefined || sent === '') return most;
  const seconds = Number(sent);
  if (!Number.isInteger(seconds) || seconds < LEAST_SESSION_SECONDS || seconds > most) {
    throw new Error(
      `SESSION_MAX_SECONDS is "${sent}". It must be a whole number from ${LEAST_SESSION_SECONDS} to ${most}.`,
    );
  }
  return seconds;
}

function rowsPerMinute(sent: string | number | undefined): number {
  if (sent === undefined || sent === '') return LIMITS.rowsRead.limit;
  const rows = Number(sent);
  if (!Number.isSafeInteger(rows) || rows < LEAST_ROWS_PER_MINUTE) {
    throw new Error(
      `QUERY_ROWS_PER_MINUTE is "${sent}". It must be a whole number of at least ${LEAST_ROWS_PER_MINUTE}.`,
    );
  }
  return rows;
}

function jwksUrl(env: Env, address: string): URL {
  if (!URL.canParse(address) || new URL(address).protocol !== 'https:') {
    throw new Error('SESSION_JWKS_URL must be an https:// URL.');
  }
  if (env.SESSION_SECRET_PREVIOUS) {
    throw new Error(
      'SESSION_SECRET_PREVIOUS is accepted only with SESSION_SECRET. Unset it with SESSION_JWKS_URL.',
    );
  }
  if (!env.SESSION_ISSUER)
    throw new Error('SESSION_ISSUER is not set. It is required with SESSION_JWKS_URL.');
  if (!env.SESSION_AUDIENCE)
    throw new Error('SESSION_AUDIENCE is not set. It is required with SESSION_JWKS_URL.');
  return new URL(address);
}

function contact(address: string): string {
  const { protocol, href } = URL.canParse(address) ? new URL(address) : { protocol: '', href: '' };
  if (protocol === 'mailto:' || protocol === 'https:') return href;
  throw new Error(
    'SECURITY_CONTACT must be mailto: with an e-mail address, or an https:// URL, for reports of vulnerabilities.',
  );
}

function publicOrigin(address: string): string {
  const url = URL.canParse(address) ? new URL(address) : undefined;
  const isSafe = url?.protocol === 'https:' || url?.hostname === 'localhost' || url?.hostname === '127.0.0.1';
  if (url?.origin !== address || !isSafe) {
    throw new Error(
      `PUBLIC_URL is "${address}". It must be an https:// origin such as https://api.example.com.`,
    );
  }
  return address;
}

const LOOPBACK = /^(localhost|127\.0\.0\.1)$/;

function oidcConfig(env: Env): { oidc?: OidcConfig } {
  const { OIDC_ISSUER: issuer, OIDC_CLIENT_ID: clientId, OIDC_CLIENT_SECRET: clientSecret } = env;
  if (!issuer && !clientId && !clientSecret) return {};
  if (!issuer || !clientId || !clientSecret) {
    throw new Error('Set OIDC_ISSUER, OIDC_CLIENT_ID and OIDC_CLIENT_SECRET together, or none of them.');
  }
  const url = URL.canParse(issuer) ? new URL(issuer) : undefined;
  const isLocal = url?.protocol === 'http:' && LOOPBACK.test(url.hostname);
  if (!url || (url.protocol !== 'https:' && !isLocal) || url.search !== '' || url.hash !== '') {
    throw new Error(
      'OIDC_ISSUER must be an https:// URL without query and fragment, as the issuer names itself.',
    );
  }
  return { oidc: { issuer: url, clientId, clientSecret } };
}

/** A deployment has an https:// address. Its Worker must not reach what listens on the machine that it runs on. */
function allowsLoopback({ WEBHOOK_ALLOW_LOOPBACK: sent = '', PUBLIC_URL }: Env): boolean {
  if (!['', 'true', 'false'].includes(sent)) {
    throw new Error(`WEBHOOK_ALLOW_LOOPBACK is "${sent}". It must be "true" or "false".`);
  }
  if (sent === 'true' && PUBLIC_URL?.startsWith('https:')) {
    throw new Error(
      'WEBHOOK_ALLOW_LOOPBACK is "true" with an https:// PUBLIC_URL. It is only for a local Worker.',
    );
  }
  return sent === 'true';
}

function origins(list: string): string[] {
  const names = list
    .split(',')
    .map((name) => name.trim())
    .filter((name) => name !== '');
  for (const name of names) {
    if (!URL.canParse(name) || new URL(name).origin !== name) {
      throw new Error(
        `CORS_ORIGINS has "${name}". Each entry must be an origin such as https://app.example.com.`,
      );
    }
  }
  return names;
}
