import * as z from 'zod';
import { PENDING_SECONDS } from '../../auth/pending-log-in.ts';
import { Forbidden, InvalidInput, RateLimited, Unauthenticated, Unavailable } from '../../errors.ts';
import { requestOrigin } from '../../http/audit-notes.ts';
import { cookieIn, ownOrigin, setCookie } from '../../http/browser-cookie.ts';
import type { BaseContext } from '../../http/context.ts';
import { countingFailures, refuseFailing } from '../../http/failed-credentials.ts';
import { defineOperation } from '../../http/operation.ts';
import { signIn } from '../../http/sign-in.ts';
import { describeError, logLine } from '../../log.ts';

const PATH = '/api/v1/browser-session/oidc';
const CALLBACK = `${PATH}/callback`;

/** Of this origin: neither a host nor a scheme can be in it. */
const OWN_PATH = /^\/(?![/\\])[^\\\s]*$/;

export const signInOptions = defineOperation({
  id: 'signInOptions',
  contract: 'core',
  method: 'GET',
  path: '/api/v1/browser-session/options',
  summary: 'How people can sign in here, beside a credential and a ticket.',
  credential: 'none',
  response: z.object({ oidc: z.boolean().describe('Whether an OpenID Connect issuer is configured.') }),
  handle: ({ oidc }) => ({ oidc: oidc !== undefined }),
});

export const oidcStart = defineOperation({
  id: 'oidcStart',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary:
    'Sends a browser to the configured issuer to sign in (authorization code flow with PKCE). If that cannot be, to the page that says why.',
  credential: 'none',
  query: z.object({
    return_to: z
      .string()
      .max(1_500)
      .regex(OWN_PATH, 'Must be a path of this origin, such as /queues.')
      .optional()
      .describe('The path to return to; / by default.'),
  }),
  response: z.undefined(),
  status: 302,
  async handle(context, { query: { return_to: returnTo = '/' } }) {
    return leading(context, returnTo, async ({ oidc, redirectUri }) => {
      const { address, pending } = await oidc.start(context, { redirectUri, returnTo });
      return { to: address, cookies: [pendingCookie(context, pending, PENDING_SECONDS)] };
    });
  },
});

export const oidcCallback = defineOperation({
  id: 'oidcCallback',
  contract: 'core',
  method: 'GET',
  path: CALLBACK,
  summary:
    'Where the issuer sends the browser back to: signs it in and leads to the dashboard, or to the page that says why not.',
  credential: 'none',
  ignoresUnknownQuery: true,
  response: z.undefined(),
  status: 302,
  async handle(context) {
    const { request, now, config } = context;
    const { maxSeconds } = config.sessions;
    const cleared = pendingCookie(context, '', 0);
    return leading(
      context,
      '/',
      async ({ oidc }) => {
        refuseFailing(context);
        return countingFailures(context, { credential: 'oidc' }, async () => {
          const pending = cookieIn(request, 'oidc');
          const returned = new URL(request.url);
          const { session, returnTo } = await oidc.finish(context, { returned, pending, maxSeconds });
          const { expiresAt: _ofIdToken, ...claimed } = session;
          const actor = { ...claimed, origin: requestOrigin(context) };
          const { cookie } = await signIn(context, { actor, expiresAt: now + maxSeconds }, 'oidc');
          return { to: returnTo, cookies: [cookie, cleared] };
        });
      },
      [cleared],
    );
  },
});

interface Lead {
  to: string;
  cookies: readonly string[];
}

type Configured = { oidc: NonNullable<BaseContext['oidc']>; redirectUri: string };

/** A redirect to where `work` leads. If it is refused, to `page` with the reason, which the page shows. */
async function leading(
  context: BaseContext,
  page: string,
  work: (configured: Configured) => Promise<Lead>,
  cookies: readonly string[] = [],
): Promise<Response> {
  const { oidc, config, request } = context;
  const origin = config.publicUrl ?? ownOrigin(request);
  try {
    if (!oidc || origin === undefined) return redirect(refusedAt(page, 'oidc_off'), cookies);
    const lead = await work({ oidc, redirectUri: `${origin}${CALLBACK}` });
    return redirect(lead.to, lead.cookies);
  } catch (error) {
    const reason = reasonOf(error);
    if (reason === undefined) throw error;
    const { cause } = error as Error;
    const details = cause === undefined ? {} : { error: describeError(cause) };
    logLine('warn', { event: 'oidc_failed', reason, request_id: context.requestId, ...details });
    return redirect(refusedAt(page, reason), cookies);
  }
}

function reasonOf(error: unknown): string | undefined {
  if (error instanceof Unavailable || error instanceof RateLimited) return 'oidc_unavailable';
  if (error instanceof Forbidden || error instanceof InvalidInput) return 'oidc_no_access';
  if (error instanceof Unauthenticated) return error.reason ?? 'oidc_refused';
  return undefined;
}

function refusedAt(page: string, reason: string): string {
  const { pathname, searchParams } = new URL(page, 'https://any.invalid');
  searchParams.set('sign_in', reason);
  return `${pathname}?${searchParams}`;
}

function redirect(to: string, cookies: readonly string[]): Response {
  const headers = new Headers({ Location: to });
  for (const cookie of cookies) headers.append('Set-Cookie', cookie);
  return new Response(null, { status: 302, headers });
}

/** Sent when the issuer leads back here from its own site, so not Strict. */
function pendingCookie({ request }: BaseContext, value: string, seconds: number): string {
  return setCookie(request, 'oidc', value, { seconds, sameSite: 'Lax' });
}
