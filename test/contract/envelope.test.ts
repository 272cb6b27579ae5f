import { beforeAll, describe, expect, test } from 'vitest';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, samplePath } from './sample.ts';

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

function expectEnvelope(response: Response): void {
  expect(response.headers.get('X-Request-Id')).toBe('request-1');
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'strict-transport-security': 'max-age=31536000',
    'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
}

/** The methods of all operations that match `path`, HEAD beside GET. */
function methodsOf(path: string): string[] {
  const matches = ALL.map(({ operation }) => operation).filter((operation) =>
    new RegExp(`^${operation.path.replaceAll('.', '\\.').replaceAll(/:[a-zA-Z0-9]+/g, '[^/]+')}$`).test(path),
  );
  const methods = matches.flatMap(({ method }) => (method === 'GET' ? ['GET', 'HEAD'] : [method]));
  return [...new Set<string>(methods)].sort();
}

const COST = /^d1;dur=\d+\.\d;desc="trips=\d+ read=\d+ written=\d+"$/;

const headers = { 'X-Request-Id': 'request-1' };

describe.each(ALL)('$title', (sample) => {
  test('every answer has its id, and is kept by no cache unless it is the same for everybody, or asked for again', async () => {
    const path = samplePath(sample, tenant);
    const options = await admitted(sample, tenant);
    const answers = await Promise.all([
      call(path, { ...options, headers }),
      call(`${path}?no_such_parameter=1`, { ...options, headers }),
      call(path, { method: sample.operation.method, headers }),
    ]);
    const { cacheSeconds, conditional } = sample.operation;
    const kept = cacheSeconds ? `public, max-age=${cacheSeconds}` : conditional && 'private, no-cache';
    for (const response of answers) {
      expectEnvelope(response);
      expect(response.headers.get('Cache-Control')).toBe(response.ok && kept ? kept : 'private, no-store');
      await response.body?.cancel();
    }
  });

  test('its cost is told to a credential that holds, and to nobody else', async () => {
    const path = samplePath(sample, tenant);
    const options = await admitted(sample, tenant);
    const { method, permission } = sample.operation;
    const known = [options, { ...options, tenant: 'no-such-tenant' }];
    const unknown = [
      { method, tenant: tenant.slug },
      { method, tenant: 'no-such-tenant' },
      { method, headers: { 'X-API-Key': `cmk_${tenant.slug}_nobody_${'0'.repeat(40)}` } },
      { method, bearer: 'no-token' },
    ];
    const asked = [...known, ...unknown].map(async (sent) => [sent, await call(path, sent)] as const);
    for (const [sent, response] of await Promise.all(asked)) {
      const isTold = permission !== undefined && known.includes(sent);
      const cost = response.headers.get('Server-Timing');
      expect([sent, cost]).toEqual([sent, isTold ? expect.stringMatching(COST) : null]);
      await response.body?.cancel();
    }
  });

  test('another method is a 405 that tells the right ones', async () => {
    const path = samplePath(sample, tenant);
    const allowed = methodsOf(path);
    const wrong = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !allowed.includes(method));
    for (const response of await Promise.all(wrong.map((method) => call(path, { method, headers })))) {
      expectEnvelope(response);
      expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed.join(', ')]);
      expect((await problemIn(response)).request_id).toBe('request-1');
    }
    expect(wrong.length).toBeGreaterThan(0);
  });
});
