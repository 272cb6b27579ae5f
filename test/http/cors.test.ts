import { expect, test } from 'vitest';
import { call } from '../support/client.ts';

const LISTED = 'https://app.example.com';
const EXPOSED =
  'X-RateLimit-Limit, X-RateLimit-Remaining, Retry-After, Server-Timing, X-Request-Id, Idempotent-Replayed, ETag, X-Query-Cost';

test.each<[string, string | undefined, string | null]>([
  ['a listed origin', LISTED, LISTED],
  ['another origin', 'https://evil.example.com', null],
  ['a listed origin with a port', `${LISTED}:8443`, null],
  ['no origin', undefined, null],
])('CORS: %s', async (_, origin, allowed) => {
  const headers: Record<string, string> = origin === undefined ? {} : { Origin: origin };
  for (const path of ['/healthz', '/api/v1/tenants', '/no/such/path']) {
    const response = await call(path, { headers });
    expect(response.headers.get('Access-Control-Allow-Origin')).toBe(allowed);
    expect(response.headers.get('Access-Control-Expose-Headers')).toBe(allowed && EXPOSED);
    expect(response.headers.get('Vary')).toBe('Origin');
    await response.body?.cancel();
  }
});

test('preflight', async () => {
  const headers = { Origin: LISTED, 'Access-Control-Request-Method': 'PATCH' };
  const response = await call('/api/v1/tenants/demo', { method: 'OPTIONS', headers });
  expect(response.status).toBe(204);
  expect(Object.fromEntries(response.headers)).toMatchObject({
    'access-control-allow-origin': LISTED,
    'access-control-allow-methods': 'DELETE, GET, HEAD, PATCH',
    'access-control-allow-headers':
      'Authorization, X-API-Key, X-Tenant, Content-Type, X-Request-Id, Idempotency-Key, If-None-Match',
  });
  expect((await call('/no/such/path', { method: 'OPTIONS', headers })).status).toBe(404);
});
