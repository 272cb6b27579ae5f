import { parse, serialize } from 'hono/utils/cookie';
import { Forbidden } from '../errors.ts';

/** The name without a prefix. `session` signs a browser in; `oidc` remembers a log-in at the issuer until it returns. */
const NAMES = { session: 'callmeter', oidc: 'callmeter-oidc' } as const;
export type CookieName = keyof typeof NAMES;

const LOOPBACK = /^(localhost|127\.0\.0\.1|\[::1\])$/;

/** What pages send with every request that may change something. A form cannot send it, nor can another origin. */
const OWN_PAGE = 'X-Callmeter';

/**
 * The origin of the request, to build absolute links. Over https the platform only routes hosts that belong to this
 * Worker. Over plain http the caller chooses the host, so only loopback hosts are trusted.
 */
export function ownOrigin({ url }: Pick<Request, 'url'>): string | undefined {
  const { hostname, origin, protocol } = new URL(url);
  return protocol === 'https:' || LOOPBACK.test(hostname) ? origin : undefined;
}

type Sent = Pick<Request, 'headers' | 'url'>;

/** Whether a request came over plain http to the machine itself. Browsers refuse `Secure` cookies there. */
export function isLocal({ url }: Pick<Request, 'url'>): boolean {
  const { protocol, hostname } = new URL(url);
  return protocol === 'http:' && LOOPBACK.test(hostname);
}

/** The value of our cookie of this name, or undefined. */
export function cookieIn(request: Sent, name: CookieName): string | undefined {
  const header = request.headers.get('Cookie');
  if (header === null) return undefined;
  const full = fullName(request, name);
  return parse(header, full)[full] || undefined;
}

/** The cookie that a request authenticates by: a credential in a header wins. */
export function credentialCookie(request: Sent): string | undefined {
  const { headers } = request;
  if (headers.has('Authorization') || headers.has('X-API-Key')) return undefined;
  return cookieIn(request, 'session');
}

/**
 * The value of Set-Cookie; `seconds` is how long the browser keeps it, 0 to forget it. The cookie is for this host alone
 * (`__Host-`), out of reach of scripts, and not sent from other sites; with `Lax` it is when a link leads here.
 */
export function setCookie(
  request: Pick<Request, 'url'>,
  name: CookieName,
  value: string,
  { seconds, sameSite = 'Strict' }: { seconds: number; sameSite?: 'Strict' | 'Lax' },
): string {
  const common = { path: '/', httpOnly: true, sameSite, maxAge: seconds } as const;
  return serialize(fullName(request, name), value, { ...common, secure: !isLocal(request) });
}

/** Browsers accept the prefix only for a Secure cookie of this host and all paths. */
function fullName(request: Pick<Request, 'url'>, name: CookieName): string {
  return isLocal(request) ? NAMES[name] : `__Host-${NAMES[name]}`;
}

/** Throws Forbidden (403) if a request is authenticated by the cookie, may change something, and has no X-Callmeter. */
export function requireOwnPage(request: Request): void {
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (isRead || request.headers.get(OWN_PAGE) === '1' || credentialCookie(request) === undefined) return;
  throw new Forbidden(
    `Requests that are authenticated by the cookie must have the header ${OWN_PAGE}: 1, except GET and HEAD.`,
  );
}

/** Throws Forbidden (403) if the browser says that a page of another origin has caused the request. */
export function refuseOtherOrigins({ headers }: Pick<Request, 'headers'>): void {
  const site = headers.get('Sec-Fetch-Site');
  if (site === null || site === 'same-origin' || site === 'none') return;
  throw new Forbidden('A page of another origin cannot use the cookie. Send an API key or a session token.');
}
