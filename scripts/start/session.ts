import { SignJWT } from 'jose';
import { BOUNDS } from '../../src/bounds.ts';

/** The longest session that the API accepts, in whole hours. */
export const MAX_SESSION_HOURS = BOUNDS.sessionSeconds.value / 3_600;

export interface SessionClaims {
  role: string;
  /** Slugs; absent if the role needs none. */
  tenants?: readonly string[];
  /** Validity in hours. */
  hours: number;
  /** The user id; `local-<role>` if absent. */
  user?: string;
  name?: string;
  /** Included in the token if the API requires them. */
  issuer?: string | undefined;
  audience?: string | undefined;
}

/** A session token (HS256) signed with `secret`. It has its own id, so that it can be revoked individually. */
export function sessionToken(secret: string, claims: SessionClaims): Promise<string> {
  return signed(secret, claims, 'JWT');
}

/**
 * A link that signs a browser in once: the page exchanges its ticket for a cookie. Servers other than local ones accept
 * tickets of ten minutes only.
 */
export async function signInLink(url: string, secret: string, claims: SessionClaims): Promise<string> {
  return `${url}/?ticket=${await signed(secret, { ...claims, audience: 'ticket' }, 'ticket+jwt')}`;
}

function signed(secret: string, claims: SessionClaims, typ: string): Promise<string> {
  const { role, tenants, hours, user = `local-${role}`, name, issuer, audience } = claims;
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({
    role,
    ...(tenants?.length && { tenants: [...tenants] }),
    ...(name !== undefined && { name }),
    ...(issuer && { iss: issuer }),
    ...(audience && { aud: audience }),
  })
    .setProtectedHeader({ alg: 'HS256', typ })
    .setSubject(user)
    .setJti(crypto.randomUUID())
    .setIssuedAt(now)
    .setExpirationTime(now + hours * 3_600)
    .sign(new TextEncoder().encode(secret));
}
