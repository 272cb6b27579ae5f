import { beforeAll, describe, expect, test } from 'vitest';
import { allowedMethods } from '../../src/http/register.ts';
import { ROUTES } from '../../src/routes/registry.ts';
import { call, problemIn } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { ALL, admitted, samplePath } from './sample.ts';

let tenant: TestTenant;

beforeAll(async () => {
  tenant = await freshTenant();
});

function expectEnvelope(response: Response): void {
  expect(response.headers.get('X-Request-Id')).toBe('request-1');
  expect(response.headers.get('Cache-Control')).toBe('private, no-store');
  expect(response.headers.get('Server-Timing')).toMatch(
    /^d1;dur=\d+\.\d;desc="trips=\d+ read=\d+ written=\d+"$/,
  );
}

const headers = { 'X-Request-Id': 'request-1' };

describe.each(ALL)('$title', (sample) => {
  test('every answer has its id, its cost and no-store', async () => {
    const path = samplePath(sample, tenant);
    const options = await admitted(sample, tenant);
    const answers = [
      await call(path, { ...options, headers }),
      await call(`${path}?no_such_parameter=1`, { ...options, headers }),
      await call(path, { method: sample.operation.method, headers }),
    ];
    for (const response of answers) {
      expectEnvelope(response);
      await response.body?.cancel();
    }
  });

  test('another method is a 405 that tells the right ones', async () => {
    const path = samplePath(sample, tenant);
    const allowed = allowedMethods(ROUTES, path);
    const wrong = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'].filter((method) => !allowed.includes(method));
    for (const method of wrong) {
      const response = await call(path, { method, headers });
      expectEnvelope(response);
      expect([response.status, response.headers.get('Allow')]).toEqual([405, allowed.join(', ')]);
      expect((await problemIn(response)).request_id).toBe('request-1');
    }
    expect(wrong.length).toBeGreaterThan(0);
  });
});
