import { decodeProtectedHeader } from 'jose';
import * as oauth from 'oauth4webapi';
import type { DataSecrets, OidcConfig } from '../env.ts';
import { CallmeterError, Unauthenticated, Unavailable } from '../errors.ts';
import { openPending, type PendingLogIn, sealPending } from './pending-log-in.ts';
import { type ClaimedSession, sessionOf } from './session-claims.ts';

const TIMEOUT_MS = 5_000;
/** Age at which what the issuer says of itself is read again. */
const REFRESHED_MS = 600_000;
/** Pause after the issuer could not be reached, so that people who try do not multiply requests. */
const PAUSE_MS = 5_000;

type Sent = Omit<RequestInit, 'body'> & { body?: BodyInit | undefined };

interface FlowContext {
  config: DataSecrets;
  /** Seconds UTC. */
  now: number;
}

/** Signing in by the authorization code flow of OpenID Connect Core 1.0, with PKCE (RFC 7636), state and nonce. */
export interface OidcClient {
  /**
   * The address of the issuer to send the browser to, and the sealed text that it must bring back. The issuer sends it
   * to `redirectUri`. Throws Unavailable if the issuer cannot be reached.
   */
  start(
    context: FlowContext,
    to: { redirectUri: string; returnTo: string },
  ): Promise<{ address: string; pending: string }>;
  /**
   * The session that the ID token claims, by the same rules as a session token. `returned` is the address that the
   * issuer sent the browser to. Throws Unauthenticated if the log-in is not confirmed or was not started by this
   * browser, Forbidden for an unknown role, Unavailable if the issuer cannot be reached.
   */
  finish(
    context: FlowContext,
    back: { returned: URL; pending: string | undefined; maxSeconds: number },
  ): Promise<{ session: ClaimedSession; returnTo: string }>;
}

export function oidcClient(config: OidcConfig, fetchIssuer: typeof fetch = fetch): OidcClient {
  const client: oauth.Client = { client_id: config.clientId };
  const options = {
    [oauth.customFetch]: (url: string, { body, ...init }: Sent) =>
      fetchIssuer(url, { ...init, ...(body !== undefined && { body }) }),
    [oauth.allowInsecureRequests]: config.issuer.protocol === 'http:',
    signal: () => AbortSignal.timeout(TIMEOUT_MS),
  };
  let read: { server: Promise<oauth.AuthorizationServer>; until: number } | undefined;

  function issuer(): Promise<oauth.AuthorizationServer> {
    if (read && Date.now() < read.until) return read.server;
    const server = oauth
      .discoveryRequest(config.issuer, { ...options, algorithm: 'oidc' })
      .then((response) => oauth.processDiscoveryResponse(config.issuer, response));
    const present = { server, until: Date.now() + REFRESHED_MS };
    read = present;
    server.catch(() => {
      present.until = Date.now() + PAUSE_MS;
    });
    return server;
  }

  return {
    async start(context, { redirectUri, returnTo }) {
      const server = await reached(issuer);
      if (!server.authorization_endpoint) throw unreachable();
      const verifier = oauth.generateRandomCodeVerifier();
      const [state, nonce] = [oauth.generateRandomState(), oauth.generateRandomNonce()];
      const pending = await sealPending(context, { verifier, state, nonce, redirectUri, returnTo });
      const address = new URL(server.authorization_endpoint);
      const asked = {
        client_id: config.clientId,
        redirect_uri: redirectUri,
        response_type: 'code',
        scope: 'openid profile',
        state,
        nonce,
        code_challenge: await oauth.calculatePKCECodeChallenge(verifier),
        code_challenge_method: 'S256',
      };
      for (const [name, value] of Object.entries(asked)) address.searchParams.set(name, value);
      return { address: address.href, pending };
    },

    async finish(context, { returned, pending, maxSeconds }) {
      const opened = await openPending(context, pending);
      const server = await reached(issuer);
      const { header, claims } = await confirmed(() => idToken(server, returned, opened));
      const session = sessionOf(header, claims, maxSeconds, context.now);
      return { session, returnTo: opened.returnTo };
    },
  };

  /** Exchanges the code for the ID token, and checks it (OpenID Connect Core 1.0, section 3.1.3.7). */
  async function idToken(server: oauth.AuthorizationServer, returned: URL, pending: PendingLogIn) {
    const { state, nonce, verifier, redirectUri } = pending;
    const parameters = oauth.validateAuthResponse(server, client, returned, state);
    const posts = server.token_endpoint_auth_methods_supported?.includes('client_secret_basic') === false;
    const authentication = posts ? oauth.ClientSecretPost : oauth.ClientSecretBasic;
    const response = await oauth.authorizationCodeGrantRequest(
      server,
      client,
      authentication(config.clientSecret),
      parameters,
      redirectUri,
      verifier,
      options,
    );
    const checks = { expectedNonce: nonce, requireIdToken: true };
    const tokens = await oauth.processAuthorizationCodeResponse(server, client, response, checks);
    await oauth.validateApplicationLevelSignature(server, response, options);
    const claims = oauth.getValidatedIdTokenClaims(tokens);
    if (!claims || !tokens.id_token) throw refused();
    return { header: decodeProtectedHeader(tokens.id_token) as { alg: string; typ?: string }, claims };
  }
}

async function reached<Result>(ask: () => Promise<Result>): Promise<Result> {
  return ask().catch((cause: unknown) => {
    throw Object.assign(unreachable(), { cause });
  });
}

/** Turns every error of the protocol into a refusal that names no value; a failed connection is Unavailable. */
async function confirmed<Result>(ask: () => Promise<Result>): Promise<Result> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof CallmeterError) throw error;
    const isProtocol = error instanceof Error && 'code' in error && String(error.code).startsWith('OAUTH_');
    throw Object.assign(isProtocol ? refused() : unreachable(), { cause: error });
  }
}

function refused(): Unauthenticated {
  return new Unauthenticated('The issuer did not confirm the log-in. Try again.', 'oidc_refused');
}

function unreachable(): Unavailable {
  return new Unavailable('The issuer of log-ins cannot be reached. Try again shortly.', PAUSE_MS / 1_000);
}
