import { beforeAll, describe, expect, test } from 'vitest';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, nowSeconds, sessionToken, type TestTenant } from '../support/tenant.ts';
import { GUARDED, sampleUrl } from './sample.ts';

let tenant: TestTenant;
let held: string;
let bad: Record<string, string>;

beforeAll(async () => {
  tenant = await freshTenant();
  const claims = { role: 'super_admin', tenants: [tenant.slug] };
  const [good, payload] = [
    await sessionToken(claims),
    { ...claims, sub: 'user-2', iat: nowSeconds(), exp: nowSeconds() + 3_600 },
  ];
  const { key } = await tenant.key();
  held = key;
  const revoked = await (await freshTenant()).key();
  bad = {
    malformed: 'not-a-token',
    'cut short': good.slice(0, -4),
    expired: await sessionToken({ ...claims, exp: nowSeconds() - 61 }),
    'without exp': await sessionToken({ ...claims, exp: undefined }),
    'without iat': await sessionToken({ ...claims, iat: undefined }),
    'for more than a day': await sessionToken({ ...claims, exp: nowSeconds() + 86_500 }),
    'not valid yet': await sessionToken({ ...claims, nbf: nowSeconds() + 3_000 }),
    'without sub': await sessionToken({ ...claims, sub: undefined }),
    'of another secret': await sessionToken(claims, 'another-secret-of-more-than-32-characters'),
    'of alg none': `${encoded({ alg: 'none' })}.${encoded(payload)}.`,
    'with other claims under its signature': [good.split('.')[0], encoded(payload), good.split('.')[2]].join(
      '.',
    ),
    'of a wrong key secret': `${key.slice(0, -1)}${key.endsWith('0') ? '1' : '0'}`,
    'of a malformed key': 'cmk_demo',
    'of a key moved to another tenant': revoked.key.replace(/^cmk_[^_]+/, `cmk_${tenant.slug}`),
    'of an expired key': (await tenant.key({ expiresAt: nowSeconds() - 1 })).key,
  };
});

function encoded(value: unknown): string {
  return btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
}

describe.each(GUARDED)('$title', (sample) => {
  const { method } = sample.operation;

  test('refuses a request without a credential', async () => {
    const response = await call(sampleUrl(sample, tenant), { method, tenant: tenant.slug });
    expect(response.status).toBe(401);
    expect(response.headers.get('WWW-Authenticate')).toBe('Bearer realm="callmeter"');
    expect((await problemIn(response)).status).toBe(401);
  });

  test('refuses every credential that does not hold', async () => {
    const answers = Object.entries(bad).map(async ([name, bearer]) => {
      const response = await call(sampleUrl(sample, tenant), { method, bearer });
      await response.body?.cancel();
      return [name, response.status, response.headers.get('WWW-Authenticate')];
    });
    expect(await Promise.all(answers)).toEqual(
      Object.keys(bad).map((name) => [name, 401, 'Bearer realm="callmeter"']),
    );
  });

  test('refuses two credentials', async () => {
    const headers = { 'X-API-Key': held };
    const bearer = await tenant.token('super_admin');
    const response = await call(sampleUrl(sample, tenant), { method, bearer, headers });
    expect(response.status).toBe(400);
    expect((await problemIn(response)).detail).toContain('Several credentials');
  });
});
