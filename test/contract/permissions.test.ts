import { beforeAll, describe, expect, test } from 'vitest';
import { ROLES, SCOPES } from '../../src/auth/roles.ts';
import { call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { GUARDED, sampleUrl } from './sample.ts';

let tenant: TestTenant;
let foreign: TestTenant;

beforeAll(async () => {
  [tenant, foreign] = [await freshTenant(), await freshTenant()];
});

describe.each(GUARDED)('$title', (sample) => {
  const { method, permission } = sample.operation;
  const allowed = permission?.roles ?? [];
  const scope = permission?.scope;

  async function statusOf(bearer: string, named?: string): Promise<number> {
    const response = await call(sampleUrl(sample, tenant), {
      method,
      bearer,
      ...(named !== undefined && { tenant: named }),
    });
    await response.body?.cancel();
    return response.status;
  }

  test('refuses every role that it does not name', async () => {
    const others = ROLES.filter((role) => !allowed.includes(role));
    const statuses = await Promise.all(others.map(async (role) => statusOf(await tenant.token(role))));
    expect(statuses).toEqual(others.map(() => 403));
  });

  test('lets in every role that it names', async () => {
    for (const role of allowed) {
      const status = await statusOf(await tenant.token(role));
      expect([role, [401, 403].includes(status), status === 500]).toEqual([role, false, false]);
    }
  });

  test('refuses an unknown role', async () => {
    expect(await statusOf(await tenant.token('manager', { role: 'wizard' }))).toBe(403);
  });

  test('refuses a key without the scope', async () => {
    const { key } = await tenant.key({ scopes: SCOPES.filter((each) => each !== scope) });
    expect(await statusOf(key)).toBe(403);
  });

  test.runIf(scope)('lets in a key with the scope alone', async () => {
    const { key } = await tenant.key({ scopes: scope ? [scope] : [] });
    const status = await statusOf(key);
    expect([[401, 403].includes(status), status === 500]).toEqual([false, false]);
  });

  test("refuses a key of one tenant with another's X-Tenant", async () => {
    const { key } = await tenant.key();
    expect(await statusOf(key, foreign.slug)).toBe(403);
  });

  test.runIf(allowed.some((role) => role !== 'super_admin'))(
    'refuses a session in a foreign or unknown tenant',
    async () => {
      const bearer = await tenant.token(allowed.find((role) => role !== 'super_admin') ?? 'manager');
      expect(await statusOf(bearer, foreign.slug)).toBe(403);
      expect(await statusOf(bearer, 'no-such-tenant')).toBe(403);
      expect(await statusOf(bearer, 'NOT A SLUG')).toBe(403);
    },
  );
});
