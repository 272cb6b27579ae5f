import * as z from 'zod';
import { readBrowserSession } from '../../auth/browser-sessions.ts';
import { endBrowserSession, requireNotEnded } from '../../auth/end-browser-session.ts';
import { tenantNamedIn, useTicket } from '../../auth/tickets.ts';
import { BOUNDS } from '../../bounds.ts';
import { storeFor } from '../../db/tenant-store.ts';
import { invalidInput } from '../../error-list.ts';
import { Unauthenticated } from '../../errors.ts';
import { requestOrigin } from '../../http/audit-notes.ts';
import { cookieIn, isLocal, refuseOtherOrigins, setCookie } from '../../http/browser-cookie.ts';
import type { BaseContext } from '../../http/context.ts';
import { countingFailures, identify } from '../../http/failed-credentials.ts';
import { defineOperation, Reply } from '../../http/operation.ts';
import { browserStore, letIn, signIn } from '../../http/sign-in.ts';
import { callerShape, presentCaller } from './caller-shape.ts';

const PATH = '/api/v1/browser-session';
const HOURS = BOUNDS.browserSessionSeconds.value / 3_600;

/** Anything that fits into a header. */
const secret = z
  .string()
  .trim()
  .regex(/^[\x21-\x7e]+$/, 'Must be text without spaces.')
  .max(8_000);

export const signInOperation = defineOperation({
  id: 'signIn',
  contract: 'core',
  method: 'POST',
  path: PATH,
  summary: `Signs a browser in for at most ${HOURS} hours: exchanges a credential or a ticket for a cookie that pages of this origin authenticate by.`,
  credential: 'none',
  body: z.strictObject({
    credential: secret.optional().describe('A session token or an API key; either this or ticket.'),
    ticket: secret.optional().describe('A ticket, which signs in once; either this or credential.'),
  }),
  response: callerShape,
  status: 201,
  errors: [401, 403, 429, 503],
  async handle(context, { body: { credential, ticket } }) {
    if ((credential === undefined) === (ticket === undefined)) {
      const message = 'Exactly one of credential and ticket is required.';
      throw invalidInput('The body', [{ path: 'credential', message }]);
    }
    refuseOtherOrigins(context.request);
    const signedIn = await (ticket === undefined
      ? withCredential(context, credential ?? '')
      : withTicket(context, ticket));
    const { cookie, browser } = signedIn;
    const shown = presentCaller(signedIn, context.request, browser.expiresAt);
    return new Reply(shown, { status: 201, headers: { 'Set-Cookie': cookie } });
  },
});

/** The credential is verified, limited and recorded as if it came in the header. */
async function withCredential(context: BaseContext, credential: string) {
  const { request: sent } = context;
  const headers = new Headers(sent.headers);
  headers.delete('X-API-Key');
  headers.set('Authorization', `Bearer ${credential}`);
  const base = { ...context, request: new Request(sent.url, { headers }) };
  const identity = await identify(base);
  return signIn(base, identity, identity.actor.kind === 'key' ? 'api_key' : 'session');
}

async function withTicket(context: BaseContext, text: string) {
  const { request, now, config } = context;
  const claim = { credential: 'ticket', tenant: tenantNamedIn(text) } as const;
  return countingFailures(context, claim, async () => {
    const ticket = await context.verifyTicket(text, now, isLocal(request));
    const actor = { ...ticket.session, origin: requestOrigin(context) };
    const identity = { actor, expiresAt: now + config.sessions.maxSeconds };
    return signIn(context, identity, 'ticket', () =>
      useTicket({ store: browserStore(context), now }, ticket),
    );
  });
}

export const whoAmIOperation = defineOperation({
  id: 'whoAmI',
  contract: 'core',
  method: 'GET',
  path: PATH,
  summary: 'Who the request is made by, and what they may do. Any valid credential is enough.',
  credential: 'none',
  response: callerShape,
  errors: [401, 403, 429, 503],
  async handle(context) {
    const caller = await letIn(context, await identify(context));
    return presentCaller(caller, context.request, caller.identity.expiresAt);
  },
});

export const signOutOperation = defineOperation({
  id: 'signOut',
  contract: 'core',
  method: 'DELETE',
  path: PATH,
  summary:
    'Signs the browser out: the cookie is deleted, and a copy of it refused everywhere within 60 seconds.',
  credential: 'none',
  response: z.undefined(),
  status: 204,
  errors: [403],
  async handle(context) {
    await endSession(context);
    const forgotten = setCookie(context.request, 'session', '', { seconds: 0 });
    return new Reply(undefined, { status: 204, headers: { 'Set-Cookie': forgotten } });
  },
});

/** Ends the browser session of the cookie, unless there is none or it has ended. */
async function endSession(context: BaseContext): Promise<void> {
  const token = cookieIn(context.request, 'session');
  if (token === undefined) return;
  const browsers = browserStore(context);
  try {
    const browser = await readBrowserSession(context, token);
    await requireNotEnded({ ...context, store: browsers }, browser);
    const { holder } = browser;
    const who = holder.kind === 'key' ? ({ kind: 'key', id: holder.keyId } as const) : holder.session;
    const actor = { ...who, origin: requestOrigin(context) };
    const store = storeFor(browser.recordedIn, context.env.DB, context.meter);
    await endBrowserSession({ ...context, store, browsers, actor }, browser);
  } catch (error) {
    if (!(error instanceof Unauthenticated)) throw error;
  }
}
