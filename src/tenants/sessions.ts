import {
  createRemoteJWKSet,
  customFetch,
  errors,
  type JWTPayload,
  type JWTVerifyGetKey,
  jwtVerify,
} from 'jose';
import type { SessionConfig } from '../env.ts';
import { Forbidden, InvalidInput, Unauthenticated, Unavailable } from '../errors.ts';
import type { SessionActor } from './actor.ts';
import { ROLES } from './roles.ts';
import { SLUG } from './settings.ts';
import { tenantRefused } from './tenants.ts';

/**
 * Verifies a session token as of `now` (seconds UTC) and reads its claims. Unauthenticated where it does
 * not hold, Forbidden for an unknown role, Unavailable where the issuer's keys cannot be fetched.
 */
export type VerifySession = (token: string, now: number) => Promise<SessionActor>;

/** As OpenID Connect Core 1.0, section 2, bounds it. */
const MAX_SUBJECT_CHARACTERS = 255;
const SKEW_SECONDS = 60;
const KEYS_KEPT_MS = 600_000;
const REFETCH_AFTER_MS = 60_000;
const KEYS_TIMEOUT_MS = 3_000;

/** The verifier of the configured way; keys come from the configured URL alone, without redirects. */
export function sessionVerifier(config: SessionConfig, fetchKeys: typeof fetch = fetch): VerifySession {
  const check = config.kind === 'secret' ? checkSecret(config.secret) : checkJwks(config, fetchKeys);
  return async (token, now) => actorOf(await checked(() => check(token, new Date(now * 1_000))));
}

type Check = (token: string, currentDate: Date) => Promise<JWTPayload>;

function checkSecret(secret: string): Check {
  const key = new TextEncoder().encode(secret);
  return async (token, currentDate) => {
    const options = {
      algorithms: ['HS256'],
      requiredClaims: ['exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate,
    };
    return (await jwtVerify(token, key, options)).payload;
  };
}

function checkJwks(config: Extract<SessionConfig, { kind: 'jwks' }>, fetchKeys: typeof fetch): Check {
  const keys: JWTVerifyGetKey = createRemoteJWKSet(config.url, {
    cacheMaxAge: KEYS_KEPT_MS,
    cooldownDuration: REFETCH_AFTER_MS,
    timeoutDuration: KEYS_TIMEOUT_MS,
    [customFetch]: (url, init) => fetchKeys(url, init),
  });
  const keyOf: JWTVerifyGetKey = async (header, token) => {
    try {
      return await keys(header, token);
    } catch (error) {
      if (error instanceof errors.JWKSNoMatchingKey || error instanceof errors.JWKSMultipleMatchingKeys)
        throw error;
      if (error instanceof errors.JOSENotSupported) throw error;
      throw new Unavailable('The keys of the session issuer cannot be fetched now; try again shortly.', 10);
    }
  };
  return async (token, currentDate) => {
    const { payload } = await jwtVerify(token, keyOf, {
      algorithms: ['RS256', 'ES256'],
      issuer: config.issuer,
      audience: config.audience,
      requiredClaims: ['exp'],
      clockTolerance: SKEW_SECONDS,
      currentDate,
    });
    return payload;
  };
}

async function checked(check: () => Promise<JWTPayload>): Promise<JWTPayload> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Unauthenticated('The session token has expired.');
    if (error instanceof Unavailable) throw error;
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new Unauthenticated('The session token is not valid.');
    }
    throw error;
  }
}

function actorOf({ sub, name, role, tenants = [] }: JWTPayload): SessionActor {
  if (typeof sub !== 'string' || sub === '' || sub.length > MAX_SUBJECT_CHARACTERS) {
    throw new Unauthenticated(
      `The session token must name its user in "sub", in at most ${MAX_SUBJECT_CHARACTERS} characters.`,
    );
  }
  if (!isTextList(tenants)) {
    throw new Unauthenticated('The session token\'s "tenants" must be a list of tenant slugs.');
  }
  const known = ROLES.find((each) => each === role);
  if (!known) throw new Forbidden(`The session's role is unknown; known roles are ${ROLES.join(', ')}.`);
  return { kind: 'session', userId: sub, role: known, tenants, ...(typeof name === 'string' && { name }) };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

/** Whether the session may choose the tenant `slug`, should it exist. */
export function maySee(session: SessionActor, slug: string): boolean {
  return SLUG.test(slug) && (session.role === 'super_admin' || session.tenants.includes(slug));
}

/**
 * The slug that a session works on: the `named` one, or its only one. Forbidden where it may not see it,
 * InvalidInput where it must name one.
 */
export function chooseTenant(session: SessionActor, named: string | undefined): string {
  if (named !== undefined) {
    if (!maySee(session, named)) throw tenantRefused();
    return named;
  }
  const [only, ...others] = new Set(session.tenants);
  if (only !== undefined && others.length === 0) {
    if (!maySee(session, only)) throw tenantRefused();
    return only;
  }
  if (only === undefined && session.role !== 'super_admin') throw tenantRefused();
  throw new InvalidInput(
    'This session may use several tenants: name one by its slug in the header X-Tenant.',
    [{ path: 'X-Tenant', message: 'Required: the slug of one tenant.' }],
  );
}
