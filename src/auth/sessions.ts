import { errors, type JWTVerifyOptions, type JWTVerifyResult, jwtVerify } from 'jose';
import type { SessionConfig } from '../env.ts';
import { InvalidInput, Unauthenticated } from '../errors.ts';
import { SLUG } from '../tenants/settings.ts';
import { tenantRefused } from '../tenants/tenants.ts';
import type { SessionActor } from './actor.ts';
import { issuerKeys } from './issuer-keys.ts';
import { type ClaimedSession, SKEW_SECONDS, sessionOf } from './session-claims.ts';

/**
 * Verifies a session token at `now` (seconds UTC) and parses its claims. Throws Unauthenticated if it is not valid,
 * Forbidden for an unknown role, Unavailable if the issuer's keys cannot be fetched.
 */
export type VerifySession = (token: string, now: number) => Promise<ClaimedSession>;

type Verified = JWTVerifyResult;
type Check = (token: string, options: JWTVerifyOptions) => Promise<Verified>;

/** The verifier for the configured method. Keys come only from the configured URL, without following redirects. */
export function sessionVerifier(config: SessionConfig, fetchKeys: typeof fetch = fetch): VerifySession {
  const check = tokenCheck(config, fetchKeys);
  return async (token, now) => {
    const { protectedHeader, payload } = await checked(() => check(token, now));
    return sessionOf(protectedHeader, payload, config.maxSeconds, now);
  };
}

/** Checks the signature and the registered claims of a token at `now` (seconds UTC). Throws errors of jose. */
export type TokenCheck = (token: string, now: number) => Promise<Verified>;

export function tokenCheck(config: SessionConfig, fetchKeys: typeof fetch): TokenCheck {
  const { issuer, audience } = config;
  const check = config.kind === 'secret' ? checkSecrets(config) : checkIssuer(config.url, fetchKeys);
  return (token, now) =>
    check(token, {
      ...(issuer !== undefined && { issuer }),
      ...(audience !== undefined && { audience }),
      requiredClaims: ['exp', 'iat'],
      clockTolerance: SKEW_SECONDS,
      currentDate: new Date(now * 1_000),
    });
}

function checkSecrets({ secret, previousSecret }: Extract<SessionConfig, { kind: 'secret' }>): Check {
  const current = new TextEncoder().encode(secret);
  const previous = previousSecret === undefined ? undefined : new TextEncoder().encode(previousSecret);
  const algorithms = ['HS256'];
  return async (token, options) => {
    try {
      return await jwtVerify(token, current, { ...options, algorithms });
    } catch (error) {
      if (!previous || !(error instanceof errors.JWSSignatureVerificationFailed)) throw error;
      return jwtVerify(token, previous, { ...options, algorithms });
    }
  };
}

function checkIssuer(url: URL, fetchKeys: typeof fetch): Check {
  const keyOf = issuerKeys(url, fetchKeys);
  const algorithms = ['RS256', 'ES256'];
  return (token, options) => jwtVerify(token, keyOf, { ...options, algorithms });
}

/** What is required of a claim that is missing or not valid. */
const REQUIREMENTS: Readonly<Record<string, string>> = {
  exp: 'must have the claim "exp" in seconds since 1970',
  iat: 'must have the claim "iat" in seconds since 1970',
  nbf: 'is not valid yet, or its "nbf" is not a number of seconds since 1970',
  iss: 'must have the configured issuer as "iss"',
  aud: 'must have the configured audience as "aud"',
};

/**
 * Replaces errors about the signature and registered claims by own messages, which never contain a value of the token.
 */
export async function checked(check: () => Promise<Verified>): Promise<Verified> {
  try {
    return await check();
  } catch (error) {
    if (error instanceof errors.JWTExpired) throw new Unauthenticated('The session token has expired.');
    if (error instanceof errors.JWTClaimValidationFailed) {
      throw new Unauthenticated(`The session token ${REQUIREMENTS[error.claim] ?? 'is not valid'}.`);
    }
    if (error instanceof errors.JOSEError || error instanceof TypeError) {
      throw new Unauthenticated(
        'The session token is not valid. Send a JWT that is signed with the configured key.',
      );
    }
    throw error;
  }
}

/** Whether the session may access the tenant `slug`, if it exists. */
export function maySee(session: SessionActor, slug: string): boolean {
  return SLUG.test(slug) && (session.role === 'super_admin' || session.tenants.includes(slug));
}

/**
 * The slug of the tenant that a session uses: the `named` one, or its only one. Throws Forbidden if it has no access,
 * InvalidInput if it must name one.
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
  throw new InvalidInput('This session has several tenants. Send the slug of one of them in X-Tenant.', [
    { path: 'X-Tenant', message: 'Required: the slug of one tenant.' },
  ]);
}
