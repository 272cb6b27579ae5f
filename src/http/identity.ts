import type { KeyHolder } from '../auth/api-keys.ts';
import { keyById, verifyApiKey } from '../auth/api-keys.ts';
import { type BrowserSession, readBrowserSession } from '../auth/browser-sessions.ts';
import { requireNotEnded } from '../auth/end-browser-session.ts';
import { isWithin } from '../auth/ip-ranges.ts';
import { BROWSERS } from '../auth/revocations.ts';
import { storeFor } from '../db/tenant-store.ts';
import { Forbidden } from '../errors.ts';
import { requestOrigin } from './audit-notes.ts';
import { refuseOtherOrigins } from './browser-cookie.ts';
import type { BaseContext, Identity } from './context.ts';
import { sentCredential } from './credential.ts';

/**
 * Verifies the credential of a request. Throws Unauthenticated (401) if it is not valid, Forbidden (403) if a key is
 * used from an address outside its allowed_ips, or a cookie by a page of another origin.
 */
export async function authenticate(base: BaseContext): Promise<Identity> {
  const sent = sentCredential(base.request);
  if (sent.kind === 'cookie') return browserIdentity(base, sent.token);
  if (sent.kind === 'session') {
    const session = await base.verifySession(sent.token, base.now);
    return { actor: { ...session, origin: requestOrigin(base) }, expiresAt: session.expiresAt };
  }
  const store = storeFor(sent.key.tenant, base.env.DB, base.meter);
  return keyIdentity(base, await verifyApiKey({ ...base, store }, sent.key));
}

/**
 * Whom the cookie of a browser stands for. The key or the session is checked as if it were sent itself, so that what
 * ends it ends the cookie.
 */
async function browserIdentity(base: BaseContext, token: string): Promise<Identity> {
  refuseOtherOrigins(base.request);
  const browser = await readBrowserSession(base, token);
  const browsers = storeFor(BROWSERS, base.env.DB, base.meter);
  const notEnded = requireNotEnded({ ...base, store: browsers }, browser);
  const { holder } = browser;
  if (holder.kind === 'session') {
    await notEnded;
    const actor = { ...holder.session, ...ofBrowser(browser), origin: requestOrigin(base) };
    return { actor, expiresAt: browser.expiresAt, browser };
  }
  const store = storeFor(holder.tenant, base.env.DB, base.meter);
  const [found] = await Promise.all([keyById({ ...base, store }, holder.keyId), notEnded]);
  return keyIdentity(base, found, browser);
}

function keyIdentity(
  base: BaseContext,
  { settings, key, touch }: KeyHolder,
  browser?: BrowserSession,
): Identity {
  if (key.allowedIps.length > 0 && !isWithin(base.request.headers.get('CF-Connecting-IP'), key.allowedIps)) {
    throw new Forbidden('This API key is not allowed from the address of this request. See its allowed_ips.');
  }
  const { id, scopes } = key;
  const actor = {
    kind: 'key',
    id,
    scopes,
    ...(browser && ofBrowser(browser)),
    origin: requestOrigin(base),
  } as const;
  const expiresAt = browser?.expiresAt ?? key.expiresAt;
  return { actor, tenant: settings, expiresAt, ...(touch && { touch }), ...(browser && { browser }) };
}

/** What an actor has of the browser session that the request came by. */
function ofBrowser({ id, expiresAt }: BrowserSession): { browserId: string; expiresAt: number } {
  return { browserId: id, expiresAt };
}
