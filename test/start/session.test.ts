import { decodeJwt } from 'jose';
import { expect, test } from 'vitest';
import { MAX_SESSION_HOURS, sessionToken } from '../../scripts/start/session.ts';
import { sessionVerifier } from '../../src/auth/sessions.ts';
import { nowSeconds } from '../support/tenant.ts';

const SECRET = 'a-secret-of-this-test-with-more-than-32-characters';
const CONFIG = { kind: 'secret', secret: SECRET, maxSeconds: 86_400 } as const;

test('the longest token that scripts make is accepted, and can be revoked by itself', async () => {
  const token = await sessionToken(SECRET, { role: 'manager', tenants: ['demo'], hours: MAX_SESSION_HOURS });
  const verified = await sessionVerifier(CONFIG)(token, nowSeconds());
  expect(verified).toMatchObject({ id: 'local-manager', tenants: ['demo'], tokenId: expect.any(String) });
  const { exp = 0, iat = 0 } = decodeJwt(token);
  expect(exp - iat).toBe(86_400);
});

test('a token names the issuer and the audience that the installation asks for', async () => {
  const claims = { role: 'super_admin', hours: 1, user: 'ana', issuer: 'app', audience: 'callmeter' };
  const verify = sessionVerifier({ ...CONFIG, issuer: 'app', audience: 'callmeter' });
  const verified = await verify(await sessionToken(SECRET, claims), nowSeconds());
  expect(verified).toMatchObject({ id: 'ana', role: 'super_admin', tenants: [] });
  await expect(
    verify(await sessionToken(SECRET, { role: 'super_admin', hours: 1 }), nowSeconds()),
  ).rejects.toThrow('"iss"');
});
