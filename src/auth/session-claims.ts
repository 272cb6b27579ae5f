import type { JWTHeaderParameters, JWTPayload } from 'jose';
import { BOUNDS } from '../bounds.ts';
import { Forbidden, Unauthenticated } from '../errors.ts';
import type { SessionActor } from './actor.ts';
import { ROLES } from './roles.ts';

/** How far the issuer's clock may differ, in seconds. */
export const SKEW_SECONDS = 60;
/** Token types that are sessions; an issuer also issues others, such as logout tokens. */
const TYPES = ['jwt', 'at+jwt'];

/** A session, and when the token that claims it expires: `exp` in whole seconds UTC. */
export interface ClaimedSession extends SessionActor {
  expiresAt: number;
}

const { value: MAX_CHARACTERS } = BOUNDS.subjectCharacters;
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is refused.
const CONTROL = /[\u0000-\u001f\u007f]/;

/**
 * The actor of a token whose signature, issuer, audience and expiry were verified at `now` (seconds UTC). Throws
 * Unauthenticated with the requirement that is not met, but without any value of the token; Forbidden for an unknown
 * role.
 */
export function sessionOf(
  { typ }: JWTHeaderParameters,
  claims: JWTPayload,
  maxSeconds: number,
  now: number,
): ClaimedSession {
  checkType(typ);
  const lifetime = checkLifetime(claims, maxSeconds, now);
  const { sub, jti, name, role, tenants = [] } = claims;
  if (!isName(sub)) throw refused(`must have its user as "sub", ${NAME}`);
  if (jti !== undefined && !isName(jti)) throw refused(`must have as "jti", if any, ${NAME}`);
  if (!isTextList(tenants)) throw refused('must have an array of tenant slugs as "tenants"');
  const known = ROLES.find((each) => each === role);
  if (!known) throw new Forbidden(`The session has an unknown role. Known roles: ${ROLES.join(', ')}.`);
  return {
    kind: 'session',
    id: sub,
    role: known,
    tenants,
    ...lifetime,
    ...(jti !== undefined && { tokenId: jti }),
    ...(typeof name === 'string' && { name }),
  };
}

const NAME = `text of 1 to ${MAX_CHARACTERS} characters without control characters`;

/** Whether `value` can identify a user or a token: text that the database stores unchanged. */
export function isName(value: unknown): value is string {
  if (typeof value !== 'string' || value === '' || value.length > MAX_CHARACTERS) return false;
  return !CONTROL.test(value) && value.isWellFormed();
}

function checkType(typ: unknown): void {
  if (typ === undefined) return;
  const type = typeof typ === 'string' ? typ.toLowerCase().replace(/^application\//, '') : '';
  if (!TYPES.includes(type)) throw refused('must have JWT or at+jwt as "typ", or no "typ"');
}

/** Checks the token's lifetime, which the verification of `exp` does not. Returns it in whole seconds UTC. */
function checkLifetime(
  { exp, iat }: JWTPayload,
  maxSeconds: number,
  now: number,
): Pick<ClaimedSession, 'issuedAt' | 'expiresAt'> {
  if (!Number.isFinite(exp) || !Number.isFinite(iat)) {
    throw refused('must have "exp" and "iat" in seconds since 1970');
  }
  const [end, start] = [Number(exp), Number(iat)];
  if (start > now + SKEW_SECONDS) throw refused('was issued in the future, according to "iat"');
  if (end <= start) throw refused('must have an "exp" after its "iat"');
  if (end - start > maxSeconds) {
    throw refused(`must have an "exp" at most ${maxSeconds} seconds after its "iat"`);
  }
  return { issuedAt: Math.floor(start), expiresAt: Math.floor(end) };
}

function isTextList(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === 'string');
}

function refused(what: string): Unauthenticated {
  return new Unauthenticated(`The session token ${what}.`);
}
