import { SignJWT } from 'jose';

export interface SessionClaims {
  role: string;
  /** None: the role needs none. */
  tenants?: string[];
  /** How long it holds. */
  hours: number;
}

/** A session token (HS256) for this machine, signed with .dev.vars' SESSION_SECRET. */
export function sessionToken(secret: string, { role, tenants, hours }: SessionClaims): Promise<string> {
  return new SignJWT({ name: `Local ${role}`, role, ...(tenants ? { tenants } : {}) })
    .setProtectedHeader({ alg: 'HS256' })
    .setSubject(`local-${role}`)
    .setIssuedAt()
    .setExpirationTime(`${hours}h`)
    .sign(new TextEncoder().encode(secret));
}
