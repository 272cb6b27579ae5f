import { KEY_MARK, type KeyText, parseKey } from '../auth/key-secret.ts';
import { InvalidInput, Unauthenticated } from '../errors.ts';

/** The credential of a request, not yet verified. */
export type SentCredential = { kind: 'key'; key: KeyText } | { kind: 'session'; token: string };

/**
 * Finds the credential: an API key or session token in `Authorization: Bearer`, or an API key in `X-API-Key`. Throws
 * InvalidInput if there are two, Unauthenticated if there is none or its form is unknown.
 */
export function sentCredential(headers: Headers): SentCredential {
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
