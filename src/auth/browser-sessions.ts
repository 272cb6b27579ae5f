import { hkdfSync } from 'node:crypto';
import { errors, jwtVerify, SignJWT } from 'jose';
import { BOUNDS } from '../bounds.ts';
import type { DataSecrets } from '../env.ts';
import { InvalidInput, Unauthenticated } from '../errors.ts';
import type { SessionActor } from './actor.ts';
import { dataSecretsIn } from './key-secret.ts';
import { ROLES } from './roles.ts';

/** Who is signed in: the user of a session, or an API key, known by its id. The secret of a key is never in it. */
export type Holder =
  | { kind: 'session'; session: SessionActor }
  | { kind: 'key'; tenant: string; keyId: string };

/** A browser that is signed in. */
export interface BrowserSession {
  id: string;
  /** Seconds UTC. */
  expiresAt: number;
  /** The tenant whose audit log has the sign-in; that of the platform if none was chosen. */
  recordedIn: string;
  holder: Holder;
}

type Claims =
  | { user: string; role: string; tenants: string[]; name?: string; issued: number; token?: string }
  | { tenant: string; key: string };

/** Distinguishes the token of a cookie from every other JWT. */
const TYPE = 'browser-session+jwt';
const ALGORITHM = 'HS256';
/** Browsers drop longer cookies without a word. */
const MAX_CHARACTERS = 3_900;

/**
 * A new browser session and its token (a JWT, RFC 7519), signed with a key derived from the data secret. It ends at
 * `endsAt` (seconds UTC) if that is not null, and at the latest after BOUNDS.browserSessionSeconds. Throws InvalidInput
 * if the session names so many tenants that no browser would keep the token, Unauthenticated if it has ended already.
 */
export async function newBrowserSession(
  { config, now }: { config: DataSecrets; now: number },
  holder: Holder,
  { endsAt, recordedIn }: { endsAt: number | null; recordedIn: string },
): Promise<{ browser: BrowserSession; token: string }> {
  const latest = now + BOUNDS.browserSessionSeconds.value;
  const expiresAt = Math.min(latest, endsAt ?? latest);
  if (expiresAt <= now) throw new Unauthenticated('This credential has expired. Sign in with a new one.');
  const id = crypto.randomUUID();
  const token = await new SignJWT({ ...claimsOf(holder), log: recordedIn })
    .setProtectedHeader({ alg: ALGORITHM, typ: TYPE })
    .setJti(id)
    .setExpirationTime(expiresAt)
    .sign(signingKey(config.dataSecret));
  if (token.length > MAX_CHARACTERS) {
    throw new InvalidInput('This session names too many tenants for a browser to keep. Use one with fewer.');
  }
  return { browser: { id, expiresAt, recordedIn, holder }, token };
}

/**
 * The browser session of a token, signed under the current data secret or the other one of a rotation; `now` in seconds
 * UTC. Throws Unauthenticated if the token was altered or has expired. It may have been ended since.
 */
export async function readBrowserSession(
  { config, now }: { config: DataSecrets; now: number },
  token: string,
): Promise<BrowserSession> {
  for (const secret of dataSecretsIn(config)) {
    try {
      const { payload } = await jwtVerify(token, signingKey(secret), {
        algorithms: [ALGORITHM],
        typ: TYPE,
        requiredClaims: ['exp', 'jti'],
        currentDate: new Date(now * 1_000),
      });
      const claims = payload as unknown as Claims & { jti: string; exp: number; log: string };
      const { jti: id, exp: expiresAt, log: recordedIn } = claims;
      return { id, expiresAt, recordedIn, holder: holderOf(claims) };
    } catch (error) {
      if (error instanceof errors.JWTExpired) throw new Unauthenticated('You are no longer signed in.');
      if (error instanceof errors.JWSSignatureVerificationFailed) continue;
      if (error instanceof errors.JOSEError) break;
      throw error;
    }
  }
  throw new Unauthenticated('The cookie is not valid. Sign in again.');
}

function claimsOf(holder: Holder): Claims {
  if (holder.kind === 'key') return { tenant: holder.tenant, key: holder.keyId };
  const { id, name, role, tenants, issuedAt, tokenId } = holder.session;
  return {
    user: id,
    role,
    tenants: [...tenants],
    issued: issuedAt,
    ...(name !== undefined && { name }),
    ...(tokenId !== undefined && { token: tokenId }),
  };
}

/** The signature vouches for the claims, except that a later version may know other roles. */
function holderOf(claims: Claims): Holder {
  if ('key' in claims) return { kind: 'key', tenant: claims.tenant, keyId: claims.key };
  const { user, role, tenants, name, issued, token } = claims;
  const known = ROLES.find((each) => each === role);
  if (!known) throw new Unauthenticated('The role of this session no longer exists. Sign in again.');
  const optional = { ...(name !== undefined && { name }), ...(token !== undefined && { tokenId: token }) };
  const session = { kind: 'session', id: user, role: known, tenants, issuedAt: issued, ...optional } as const;
  return { kind: 'session', session };
}

const signingKeys = new Map<string, Uint8Array>();

function signingKey(dataSecret: string): Uint8Array {
  const known = signingKeys.get(dataSecret);
  if (known) return known;
  const key = new Uint8Array(hkdfSync('sha256', dataSecret, '', 'callmeter/browser-sessions/v1', 32));
  signingKeys.set(dataSecret, key);
  return key;
}
