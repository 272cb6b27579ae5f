import { createHash } from 'node:crypto';
import { exportJWK, generateKeyPair, SignJWT } from 'jose';
import { nowSeconds } from './tenant.ts';

export const ISSUER = 'https://id.example.com';
export const CLIENT = { clientId: 'callmeter-1', clientSecret: 'open-sesame' };

/** What the issuer knows of a log-in by its code: PKCE (RFC 7636) and what goes into the ID token. */
interface Granted {
  challenge: string;
  redirectUri: string;
  nonce: string;
  claims: Record<string, unknown>;
}

/** An OpenID Connect issuer, as far as a client sees it: `fetch` reaches it, `logIn` is what a person does there. */
export async function testIssuer() {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  const other = await generateKeyPair('RS256');
  const codes = new Map<string, Granted>();
  const requests: string[] = [];
  const faults: { isDown?: boolean; signsWrongly?: boolean; issuer?: string } = {};

  const answers: Record<string, (request: Request) => Promise<Response>> = {
    '/.well-known/openid-configuration': async () =>
      Response.json({
        issuer: faults.issuer ?? ISSUER,
        authorization_endpoint: `${ISSUER}/authorize`,
        token_endpoint: `${ISSUER}/token`,
        jwks_uri: `${ISSUER}/keys`,
        id_token_signing_alg_values_supported: ['RS256'],
      }),
    '/keys': async () =>
      Response.json({ keys: [{ ...(await exportJWK(publicKey)), alg: 'RS256', use: 'sig', kid: 'k1' }] }),
    '/token': async (request) => {
      const sent = new URLSearchParams(await request.text());
      const granted = codes.get(sent.get('code') ?? '');
      codes.delete(sent.get('code') ?? '');
      const challenge = createHash('sha256')
        .update(sent.get('code_verifier') ?? '')
        .digest('base64url');
      const [, basic = ''] = request.headers.get('Authorization')?.split('Basic ') ?? [];
      const [clientId, clientSecret] = atob(basic).split(':').map(decodeURIComponent);
      const isRight =
        granted?.challenge === challenge &&
        granted.redirectUri === sent.get('redirect_uri') &&
        clientId === CLIENT.clientId &&
        clientSecret === CLIENT.clientSecret;
      if (!granted || !isRight) return Response.json({ error: 'invalid_grant' }, { status: 400 });
      const now = nowSeconds();
      const times = { iss: ISSUER, aud: CLIENT.clientId, iat: now, exp: now + 300, nonce: granted.nonce };
      const id_token = await new SignJWT({ ...times, ...granted.claims })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1' })
        .sign(faults.signsWrongly ? other.privateKey : privateKey);
      return Response.json({ access_token: 'a', token_type: 'Bearer', expires_in: 300, id_token });
    },
  };

  return {
    requests,
    faults,
    fetch: (async (input: RequestInfo | URL, init?: RequestInit) => {
      const request = new Request(input, init);
      const { pathname } = new URL(request.url);
      requests.push(pathname);
      if (faults.isDown) throw new TypeError('Network connection lost.');
      return (await answers[pathname]?.(request)) ?? new Response(null, { status: 404 });
    }) as typeof fetch,
    /** Where the issuer leads a person who was sent to `address` and has these claims. */
    logIn(address: string, claims: Record<string, unknown>): URL {
      const asked = new URL(address).searchParams;
      const code = crypto.randomUUID();
      const [redirectUri, state] = [asked.get('redirect_uri') ?? '', asked.get('state') ?? ''];
      const [challenge, nonce] = [asked.get('code_challenge') ?? '', asked.get('nonce') ?? ''];
      codes.set(code, { challenge, redirectUri, nonce, claims });
      const back = new URL(redirectUri);
      back.search = String(new URLSearchParams({ code, state, session_state: 'x', scope: 'openid' }));
      return back;
    },
  };
}
