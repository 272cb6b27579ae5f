import { KEY_MARK, type KeyText, parseKey } from '../auth/key-secret.ts';
import { InvalidInput, Unauthenticated } from '../errors.ts';
import { credentialCookie } from './browser-cookie.ts';

/** The credential of a request, not yet verified. */
export type SentCredential =
  | { kind: 'key'; key: KeyText }
  | { kind: 'session'; token: string }
  | { kind: 'cookie'; token: string };

/**
 * Finds the credential: an API key or session token in `Authorization: Bearer`, or an API key in `X-API-Key`, or if
 * neither is sent, the cookie of a browser that is signed in. Throws InvalidInput if there are two, Unauthenticated if there is none or its form is unknown.
 */
export function sentCredential(request: Pick<Request, 'headers' | 'url'>): SentCredential {
  const { headers } = request;
  const authorization = headers.get('Authorization');
  const apiKey = headers.get('X-API-Key');
  const several = authorization !== null && apiKey !== null;
  // A repeated header arrives as one, joined by a comma, which no credential contains.
  if (several || authorization?.includes(',') || apiKey?.includes(',')) {
    throw new InvalidInput(
      'Several credentials in one request. Send one, as Authorization: Bearer or as X-API-Key.',
    );
  }
  if (apiKey !== null) return keyCredential(apiKey.trim());
  if (authorization === null) {
    const token = credentialCookie(request);
    if (token !== undefined) return { kind: 'cookie', token };
    throw new Unauthenticated(
      'No credential. Send an API key or a session token as Authorization: Bearer, or an API key as X-API-Key.',
    );
  }
  const [, token] = /^Bearer +(\S+)$/i.exec(authorization.trim()) ?? [];
  if (!token)
    throw new Unauthenticated(
      'Malformed Authorization header. Expected "Bearer" and an API key or a session token.',
    );
  return token.startsWith(KEY_MARK) ? keyCredential(token) : { kind: 'session', token };
}

function keyCredential(text: string): SentCredential {
  const key = parseKey(text);
  if (!key) throw new Unauthenticated('Malformed API key. Expected cmk_<tenant>_<id>_<secret>.');
  return { kind: 'key', key };
}
