import {
  createRemoteJWKSet,
  customFetch,
  type ExportedJWKSCache,
  errors,
  type JWTVerifyGetKey,
  jwksCache,
} from 'jose';
import { Unavailable } from '../errors.ts';

/** Age at which keys are fetched again … */
const REFRESHED_MS = 600_000;
/** … and up to which they are used while the issuer is unreachable. */
const KEPT_MS = 3_600_000;
/** Minimum time between fetches that are caused by a token with an unknown key id. */
const UNKNOWN_KEY_MS = 60_000;
const TIMEOUT_MS = 3_000;
/** Pause after a failed fetch; doubled with each further failure. */
const FIRST_PAUSE_MS = 5_000;
const LONGEST_PAUSE_MS = 60_000;

/**
 * The keys that the issuer publishes at `url`, without following redirects; there is no other source of keys. The
 * resolver throws Unavailable if it has no keys and the issuer is unreachable, without a request during a pause.
 */
export function issuerKeys(url: URL, fetchKeys: typeof fetch): JWTVerifyGetKey {
  const cache: Partial<ExportedJWKSCache> = {};
  let pauseMs = 0;
  let pausedUntil = 0;
  let unknownKeyAfter = 0;

  const keys = createRemoteJWKSet(url, {
    cacheMaxAge: KEPT_MS,
    // Unknown key ids are handled below, where a failed fetch counts as an attempt too.
    cooldownDuration: Number.POSITIVE_INFINITY,
    timeoutDuration: TIMEOUT_MS,
    [jwksCache]: cache as ExportedJWKSCache,
    [customFetch]: (address, init) => fetchKeys(address, init),
  });
  const isPaused = () => Date.now() < pausedUntil;
  const ageMs = () => Date.now() - (cache.uat ?? Number.NEGATIVE_INFINITY);

  async function reload(): Promise<void> {
    try {
      await keys.reload();
      pauseMs = 0;
    } catch (error) {
      pauseMs = Math.min(LONGEST_PAUSE_MS, pauseMs * 2 || FIRST_PAUSE_MS);
      pausedUntil = Date.now() + pauseMs;
      throw error;
    }
  }

  /** Fetches keys that are due. If that fails, keys that are not too old remain in use. */
  async function upToDate(): Promise<void> {
    if (ageMs() < REFRESHED_MS) return;
    const isKept = ageMs() < KEPT_MS;
    if (isPaused()) {
      if (isKept) return;
      throw unreachable(pausedUntil - Date.now());
    }
    try {
      await reload();
    } catch {
      if (!isKept) throw unreachable(pauseMs);
    }
  }

  return async (header, token) => {
    await upToDate();
    try {
      return await keys(header, token);
    } catch (error) {
      if (!(error instanceof errors.JWKSNoMatchingKey)) throw error;
      const now = Date.now();
      if (ageMs() < UNKNOWN_KEY_MS || now < unknownKeyAfter) throw error;
      if (isPaused()) throw unreachable(pausedUntil - now);
      unknownKeyAfter = now + UNKNOWN_KEY_MS;
      await reload().catch(() => {
        throw unreachable(pauseMs);
      });
      return keys(header, token);
    }
  };
}

function unreachable(milliseconds: number): Unavailable {
  const seconds = Math.max(1, Math.ceil(milliseconds / 1_000));
  return new Unavailable('The keys of the session issuer cannot be fetched. Try again shortly.', seconds);
}
