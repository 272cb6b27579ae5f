import { exportJWK, generateKeyPair, type JWTHeaderParameters, SignJWT } from 'jose';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { sessionVerifier } from '../../../src/auth/sessions.ts';
import { Forbidden, Unauthenticated, Unavailable } from '../../../src/errors.ts';

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
      id: 'u-7',
      name: 'Ana',
      role: 'manager',
      tenants: ['demo'],
      issuedAt: START,
      expiresAt: START + 600,
    });
    expect(
      await verify(await hs256({ name: undefined, role: 'super_admin', tenants: undefined }), START),
    ).toEqual({
      kind: 'session',
      id: 'u-7',
      role: 'super_admin',
      tenants: [],
      issuedAt: START,
      expiresAt: START + 600,
    });
  });

  test.each<[string, Record<string, unknown>, number]>([
    ['59 s after exp', {}, START + 659],
    ['60 s before nbf', { nbf: START + 60 }, START],
    ['60 s before iat', { iat: START + 60 }, START],
    ['a day from iat to exp', { exp: START + 86_400 }, START],
    ['a fraction of a second in iat and exp', { iat: START - 0.5, exp: START + 86_399.5 }, START],
    ['a sub of 255 characters', { sub: 'u-7', jti: 'x'.repeat(255) }, START],
    ['an issuer and an audience that nobody asks for', { iss: 'x', aud: ['y'] }, START],
  ])('accepts %s', async (_, claims, now) => {
    expect((await verify(await hs256(claims), now)).id).toBe('u-7');
  });

  test.each<[string, Record<string, unknown>, number, typeof Unauthenticated | typeof Forbidden, string]>([
    ['60 s after exp', {}, START + 660, Unauthenticated, 'has expired'],
    ['61 s before nbf', { nbf: START + 61 }, START, Unauthenticated, '"nbf"'],
    ['an nbf that is no number', { nbf: 'soon' }, START, Unauthenticated, '"nbf"'],
    ['no exp', { exp: undefined }, START, Unauthenticated, '"exp"'],
    ['an exp that is no number', { exp: 'never' }, START, Unauthenticated, '"exp"'],
    ['an exp of null', { exp: null }, START, Unauthenticated, '"exp"'],
    ['no iat', { iat: undefined }, START, Unauthenticated, '"iat"'],
    ['an iat that is no number', { iat: String(START) }, START, Unauthenticated, '"iat"'],
    ['an iat of a list', { iat: [START] }, START, Unauthenticated, '"iat"'],
    ['61 s before iat', { iat: START + 61 }, START, Unauthenticated, 'in the future'],
    [
      'an iat in milliseconds',
      { iat: START * 1_000, exp: START * 1_000 + 60 },
      START,
      Unauthenticated,
      'in the future',
    ],
    ['an exp of the year 2999', { exp: 32_472_144_000 }, START, Unauthenticated, 'at most 86400 seconds'],
    ['an exp of 1e300', { exp: 1e300 }, START, Unauthenticated, 'at most 86400 seconds'],
    ['an iat and an exp of 1e300', { iat: 1e300, exp: 1e300 }, START, Unauthenticated, 'in the future'],
    [
      'an exp in milliseconds',
      { exp: (START + 600) * 1_000 },
      START,
      Unauthenticated,
      'at most 86400 seconds',
    ],
    ['a second more than a day', { exp: START + 86_401 }, START, Unauthenticated, 'at most 86400 seconds'],
    [
      'half a second more than a day',
      { exp: START + 86_400.5 },
      START,
      Unauthenticated,
      'at most 86400 seconds',
    ],
    ['an iat before 1970', { iat: -1e300 }, START, Unauthenticated, 'at most 86400 seconds'],
    [
      'an exp that is its iat',
      { iat: START + 30, exp: START + 30 },
      START,
      Unauthenticated,
      '"exp" after its "iat"',
    ],
    ['a sub of 256 characters', { sub: 'x'.repeat(256) }, START, Unauthenticated, '"sub"'],
    ['a sub that is a number', { sub: 7 }, START, Unauthenticated, '"sub"'],
    ['a sub with NUL', { sub: 'u\u0000' }, START, Unauthenticated, '"sub"'],
    ['a sub with half a character', { sub: 'u\ud800' }, START, Unauthenticated, '"sub"'],
    ['a jti that is a number', { jti: 7 }, START, Unauthenticated, '"jti"'],
    ['an empty jti', { jti: '' }, START, Unauthenticated, '"jti"'],
    ['a jti of 256 characters', { jti: 'x'.repeat(256) }, START, Unauthenticated, '"jti"'],
    ['no sub', { sub: undefined }, START, Unauthenticated, '"sub"'],
    ['an empty sub', { sub: '' }, START, Unauthenticated, '"sub"'],
    ['tenants that are no list', { tenants: 'demo' }, START, Unauthenticated, '"tenants"'],
    ['an unknown role', { role: 'root' }, START, Forbidden, 'unknown role'],
    ['no role', { role: undefined }, START, Forbidden, 'unknown role'],
  ])('refuses %s', async (_, claims, now, error, message) => {
    const refusal = verify(await hs256(claims), now);
    await expect(refusal).rejects.toBeInstanceOf(error);
    await expect(refusal).rejects.toThrow(message);
  });

  test.each<[string, unknown]>([
    ['JWT', 'JWT'],
    ['jwt', 'jwt'],
    ['at+jwt', 'at+jwt'],
    ['application/at+jwt', 'application/at+jwt'],
  ])('accepts the type %s', async (_, typ) => {
    expect((await verify(await hs256({}, { typ }), START)).id).toBe('u-7');
  });

  test.each(['logout+jwt', 'dpop+jwt', 'secevent+jwt', '', 'JWE'])('refuses the type "%s"', async (typ) => {
    const refusal = verify(await hs256({}, { typ }), START);
    await expect(refusal).rejects.toBeInstanceOf(Unauthenticated);
    await expect(refusal).rejects.toThrow('"typ"');
  });

  test('never shows a value of the token that it refuses', async () => {
    const secret = 'TOP-SECRET-VALUE';
    const claims: Record<string, unknown>[] = ['exp', 'iat', 'nbf', 'jti', 'tenants', 'sub'].map((name) => ({
      [name]: name === 'jti' || name === 'sub' ? `${secret}\n` : secret,
    }));
    for (const claim of claims) {
      const error = await verify(await hs256(claim), START).catch((thrown: Error) => thrown);
      expect([Object.keys(claim), (error as Error).message]).toEqual([
        Object.keys(claim),
        expect.not.stringContaining(secret),
      ]);
    }
  });

  test('refuses a critical header that it does not know', async () => {
    const token = await hs256({});
    const header = btoa(JSON.stringify({ alg: 'HS256', crit: ['x'], x: 1 })).replaceAll('=', '');
    await expect(verify([header, ...token.split('.').slice(1)].join('.'), START)).rejects.toThrow(
      Unauthenticated,
    );
  });
});

describe('HS256 with further settings', () => {
  const base = { kind: 'secret', secret: SECRET, maxSeconds: 86_400 } as const;
  const token = (claims: Record<string, unknown>, secret = SECRET) =>
    new SignJWT({ ...CLAIMS, ...claims })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));

  test('a session may last as long as is configured', async () => {
    const verify = sessionVerifier({ ...base, maxSeconds: 3_600 });
    await verify(await token({ exp: START + 3_600 }), START);
    await expect(verify(await token({ exp: START + 3_601 }), START)).rejects.toThrow('at most 3600 seconds');
  });

  test.each<[string, Record<string, unknown>, string | undefined]>([
    ['both', { iss: 'app', aud: 'callmeter' }, undefined],
    ['several audiences', { iss: 'app', aud: ['other', 'callmeter'] }, undefined],
    ['another issuer', { iss: 'App', aud: 'callmeter' }, '"iss"'],
    ['no issuer', { aud: 'callmeter' }, '"iss"'],
    ['another audience', { iss: 'app', aud: 'other' }, '"aud"'],
    ['no audience', { iss: 'app' }, '"aud"'],
    ['an empty list of audiences', { iss: 'app', aud: [] }, '"aud"'],
  ])('issuer and audience are checked if they are configured: %s', async (_, claims, message) => {
    const verify = sessionVerifier({ ...base, issuer: 'app', audience: 'callmeter' });
    const answer = verify(await token(claims), START);
    if (message === undefined) expect((await answer).id).toBe('u-7');
    else await expect(answer).rejects.toThrow(message);
  });

  test('the previous secret holds beside the current one, no other does', async () => {
    const previous = 'the-secret-before-of-more-than-32-characters';
    const verify = sessionVerifier({ ...base, previousSecret: previous });
    expect((await verify(await token({}), START)).id).toBe('u-7');
    expect((await verify(await token({}, previous), START)).id).toBe('u-7');
    await expect(verify(await token({ exp: START - 60, iat: START - 90 }, previous), START)).rejects.toThrow(
      'has expired',
    );
    await expect(verify(await token({}, `${SECRET}x`), START)).rejects.toThrow(Unauthenticated);
    const alone = sessionVerifier(base);
    await expect(alone(await token({}, previous), START)).rejects.toThrow(Unauthenticated);
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
    const state: { answer?: Response | undefined } = {};
    const verify = sessionVerifier(config, async (url, init) => {
      fetched.push({ url: String(url), redirect: init?.redirect });
      return state.answer?.clone() ?? Response.json({ keys: published });
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
        const now = Math.floor(Date.now() / 1_000);
        const own = { iss: config.issuer, aud: config.audience, iat: now, exp: now + 600 };
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
    expect((await id.verify(await id.sign('k1'))).id).toBe('u-7');
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

  test('after a failure the next fetch waits, twice as long each time, up to a minute', async () => {
    const id = await issuer();
    await id.publish('k1');
    id.state.answer = new Response('no', { status: 500 });
    const token = await id.sign('k1');
    const fetches: number[] = [];
    for (let second = 0; second < 200; second += 1) {
      const before = id.fetched.length;
      await expect(id.verify(token)).rejects.toThrow(Unavailable);
      if (id.fetched.length > before) fetches.push(second);
      pass(1);
    }
    expect(fetches).toEqual([0, 5, 15, 35, 75, 135, 195]);
    id.state.answer = undefined;
    pass(60);
    expect((await id.verify(await id.sign('k1'))).id).toBe('u-7');
  });

  test('forged tokens with key ids of their own fetch no more than valid ones', async () => {
    const id = await issuer();
    await id.publish('k1');
    await id.verify(await id.sign('k1'));
    pass(61);
    for (let index = 0; index < 20; index += 1) {
      await expect(id.verify(await id.sign(`forged-${index}`))).rejects.toThrow(Unauthenticated);
    }
    expect(id.fetched.length).toBe(2);
    pass(61);
    id.state.answer = new Response('no', { status: 500 });
    for (let index = 0; index < 20; index += 1) {
      await expect(id.verify(await id.sign(`forged-${index}`))).rejects.toThrow();
    }
    expect(id.fetched.length).toBe(3);
    expect((await id.verify(await id.sign('k1'))).id).toBe('u-7');
  });

  test('keys are kept for an hour while the issuer is down', async () => {
    const id = await issuer();
    await id.publish('k1');
    await id.verify(await id.sign('k1'));
    id.state.answer = new Response('no', { status: 500 });
    for (const seconds of [601, 60, 2_000, 900]) {
      pass(seconds);
      expect((await id.verify(await id.sign('k1'))).id).toBe('u-7');
    }
    expect(id.fetched.length).toBe(5);
    pass(60);
    await expect(id.verify(await id.sign('k1'))).rejects.toThrow(Unavailable);
  });
});
