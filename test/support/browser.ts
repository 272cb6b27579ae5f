import { type CallOptions, call } from './client.ts';

export const BROWSER_SESSION = '/api/v1/browser-session';

/** What pages send with every request that may change something. */
export const OWN_PAGE = { 'X-Callmeter': '1' };

type Caller = typeof call;

/** Signs in, by the Worker or by `through`. The cookie is as a browser sends it back; undefined if there is none. */
export async function signIn(
  body: { credential: string } | { ticket: string },
  options: CallOptions = {},
  through: Caller = call,
) {
  const response = await through(BROWSER_SESSION, { method: 'POST', body, ...options });
  const setCookie = response.headers.get('Set-Cookie');
  return {
    status: response.status,
    setCookie,
    cookie: setCookie?.split(';')[0],
    body: await response.json<Record<string, unknown>>(),
  };
}

/** The cookie of a browser that is signed in with the credential. Throws if it is refused. */
export async function cookieOf(credential: string, through: Caller = call): Promise<string> {
  const { status, cookie, body } = await signIn({ credential }, {}, through);
  if (status !== 201 || !cookie) throw new Error(`Not signed in: ${status} ${JSON.stringify(body)}`);
  return cookie;
}

/** A request as a page of our own sends it. */
export function callByCookie(
  path: string,
  cookie: string,
  { headers, ...options }: CallOptions = {},
  through: Caller = call,
): Promise<Response> {
  return through(path, { ...options, headers: { Cookie: cookie, ...OWN_PAGE, ...headers } });
}
