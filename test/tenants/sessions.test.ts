import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { Forbidden, Unauthenticated, Unavailable } from '../../src/errors.ts';
import { sessionVerifier } from '../../src/tenants/sessions.ts';

const SECRET = 'a-secret-of-this-test-with-more-than-32-characters';
const START = 1_795_000_000;
const CLAIMS = { sub: 'u-7', name: 'Ana', role: 'manager', tenants: ['demo'], iat: START, exp: START + 600 };

function hs256(claims: Record<string, unknown>, header: Record<string, unknown> = {}): Promise<string> {
  return new SignJWT({ ...CLAIMS, ...claims })
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(SECRET));
}

describe('HS256', () => {
  const verify = sessionVerifier({ kind: 'secret', secret: SECRET, maxSeconds: 86_400 });

  test('reads the claims', async () => {
    expect(await verify(await hs256({}), START)).toEqual({
      kind: 'session',
      userId: 'u-7',
      name: 'Ana',
      role: 'manager',
      tenants: ['demo'],
    });
    expect(
      await verify(await hs256({ name: undefined, role: 'super_admin', tenants: undefined }), START),
    ).toEqual({
      kind: 'session',
      userId: 'u-7',
      role: 'super_admin',
      tenants: [],
    });
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['59 s after exp', {}, START + 659],
    ['60 s before nbf', { nbf: START + 60 }, START],
  ])('accepts %s', async (_, claims, now) => {
    expect((await verify(await hs256(claims), now)).userId).toBe('u-7');
  });

  test.each<[string, Record<string, unknown>, number, typeof Unauthenticated | typeof Forbidden, string]>([
    ['60 s after exp', {}, START + 660, Unauthenticated, 'has expired'],
    ['61 s before nbf', { nbf: START + 61 }, START, Unauthenticated, 'not valid'],
    ['no exp', { exp: undefined }, START, Unauthenticated, 'not valid'],
    ['an exp that is no number', { exp: 'never' }, START, Unauthenticated, 'not valid'],
    ['no sub', { sub: undefined }, START, Unauthenticated, '"sub"'],
    ['an empty sub', { sub: '' }, START, Unauthenticated, '"sub"'],
    ['tenants that are no list', { tenants: 'demo' }, START, Unauthenticated, '"tenants"'],
    ['an unknown role', { role: 'root' }, START, Forbidden, 'role is unknown'],
    ['no role', { role: undefined }, START, Forbidden, 'role is unknown'],
  ])('refuses %s', async (_, claims, now, error, message) => {
    const refusal = verify(await hs256(claims), now);
    await expect(refusal).rejects.toBeInstanceOf(error);
    await expect(refusal).rejects.toThrow(message);
  });

  test('refuses a critical header that it does not know', async () => {
    const token = await hs256({});
    const header = btoa(JSON.stringify({ alg: 'HS256', crit: ['x'], x: 1 })).replaceAll('=', '');
    await expect(verify([header, ...token.split('.').slice(1)].join('.'), START)).rejects.toThrow(
      Unauthenticated,
    );
  });
});

describe('keys by URL', () => {
  const config = {
    kind: 'jwks' as const,
    url: new URL('https://id.example.com/keys'),
    issuer: 'https://id.example.com',
    audience: 'callmeter',
    maxSeconds: 86_400,
  };

  beforeEach(() => {
    vi.useFakeTimers({ toFake: ['Date'], now: START * 1_000 });
  });
  afterEach(() => {
    vi.useRealTimers();
  });

  /** An issuer whose published keys and answers the test decides. */
  async function issuer(alg: 'RS256' | 'ES256' | 'RS384' = 'RS256') {
    const pairs = new Map<string, CryptoKeyPair>();
    const published: object[] = [];
    const fetched: { url: string; redirect: unknown }[] = [];
    const state: { answer?: Response } = {};
    const verify = sessionVerifier(config, async (url, init) => {
      fetched.push({ url: String(url), redirect: init?.redirect });
      return state.answer ?? Response.json({ keys: published });
    });
    return {
      fetched,
      state,
      verify: (token: string) => verify(token, Math.floor(Date.now() / 1_000)),
      async publish(kid: string) {
        const pair = await generateKeyPair(alg, { extractable: true });
        pairs.set(kid, pair);
        published.push({ ...(await exportJWK(pair.publicKey)), kid, alg, use: 'sig' });
      },
      async sign(
        kid: string,
        claims: Record<string, unknown> = {},
        header: Partial<JWTHeaderParameters> = {},
      ) {
        const key = pairs.get(kid) ?? (await generateKeyPair(alg));
        const own = { iss: config.issuer, aud: config.audience, exp: Math.floor(Date.now() / 1_000) + 600 };
        return new SignJWT({ ...CLAIMS, ...own, ...claims })
          .setProtectedHeader({ alg, kid, ...header })
          .sign(key.privateKey);
      },
    };
  }

  function pass(seconds: number): void {
    vi.setSystemTime(Date.now() + seconds * 1_000);
  }

  test.each(['RS256', 'ES256'] as const)('%s: fetches the keys once in ten minutes', async (alg) => {
    const id = await issuer(alg);
    await id.publish('k1');
    expect((await id.verify(await id.sign('k1'))).userId).toBe('u-7');
    pass(599);
    await id.verify(await id.sign('k1'));
    expect(id.fetched).toEqual([{ url: 'https://id.example.com/keys', redirect: 'manual' }]);
    pass(2);
    await id.verify(await id.sign('k1'));
    expect(id.fetched.length).toBe(2);
  });

  test('an unknown kid fetches again, at most once a minute', async () => {
    const id = await issuer();
    await id.publish('k1');
    await id.verify(await id.sign('k1'));
    pass(30);
    await id.publish('k2');
    await expect(id.verify(await id.sign('k2'))).rejects.toThrow(Unauthenticated);
    expect(id.fetched.length).toBe(1);
    pass(31);
    await id.verify(await id.sign('k2'));
    expect(id.fetched.length).toBe(2);
    await expect(id.verify(await id.sign('k3'))).rejects.toThrow(Unauthenticated);
    await expect(id.verify(await id.sign('k4'))).rejects.toThrow(Unauthenticated);
    expect(id.fetched.length).toBe(2);
  });

  test.each<[string, Record<string, unknown>]>([
    ['another issuer', { iss: 'https://evil.example.com' }],
    ['another audience', { aud: 'another' }],
    ['no issuer', { iss: undefined }],
    ['no audience', { aud: undefined }],
    ['no exp', { exp: undefined }],
  ])('refuses %s', async (_, claims) => {
    const id = await issuer();
    await id.publish('k1');
    await expect(id.verify(await id.sign('k1', claims))).rejects.toThrow(Unauthenticated);
  });

  test('never uses a key or a URL that the token brings', async () => {
    const id = await issuer();
    await id.publish('k1');
    const own = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(own.publicKey);
    for (const header of [
      { jwk },
      { jku: 'https://evil.example.com/keys' },
      { x5u: 'https://evil.example.com/x' },
    ]) {
      const token = await new SignJWT({ ...CLAIMS, iss: config.issuer, aud: config.audience })
        .setProtectedHeader({ alg: 'RS256', kid: 'k1', ...header })
        .sign(own.privateKey);
      await expect(id.verify(token)).rejects.toThrow(Unauthenticated);
    }
    expect(new Set(id.fetched.map(({ url }) => url))).toEqual(new Set(['https://id.example.com/keys']));
  });

  test('refuses HS256 and other algorithms, whatever is published', async () => {
    const id = await issuer('RS384');
    await id.publish('k1');
    await expect(id.verify(await id.sign('k1'))).rejects.toThrow(Unauthenticated);
    const hmac = await hs256({ iss: config.issuer, aud: config.audience }, { kid: 'k1' });
    await expect(id.verify(hmac)).rejects.toThrow(Unauthenticated);
    expect(id.fetched).toEqual([]);
  });

  test.each<[string, Response]>([
    ['a redirect', new Response(null, { status: 302, headers: { Location: 'https://evil.example.com/' } })],
    ['an error', new Response('no', { status: 500 })],
    ['no JSON', new Response('no')],
    ['no key set', Response.json({ keys: 'none' })],
  ])('is unavailable where the URL answers %s', async (_, answer) => {
    const id = await issuer();
    await id.publish('k1');
    id.state.answer = answer;
    await expect(id.verify(await id.sign('k1'))).rejects.toThrow(Unavailable);
    expect(id.fetched.length).toBe(1);
  });
});
