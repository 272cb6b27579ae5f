import { beforeAll, describe, expect, test } from 'vitest';
import { ROLES, SCOPES, type Scope } from '../../src/auth/roles.ts';
import { call } from '../support/client.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { GUARDED, sampleUrl } from './sample.ts';

let tenant: TestTenant;
let foreign: TestTenant;
const keys = new Map<string, Promise<string>>();

beforeAll(async () => {
  [tenant, foreign] = [await freshTenant(), await freshTenant()];
});

/** A key of such scopes, made once: to make one takes longer than what it is asked for. */
async function keyOf(scopes: readonly Scope[]): Promise<string> {
  const name = scopes.join(' ');
  const known = keys.get(name) ?? tenant.key({ scopes }).then(({ key }) => key);
  keys.set(name, known);
  return known;
}

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
    const statuses = await Promise.all(allowed.map(async (role) => statusOf(await tenant.token(role))));
    expect(statuses.filter((status) => [401, 403, 500].includes(status))).toEqual([]);
  });

  test('refuses an unknown role', async () => {
    expect(await statusOf(await tenant.token('manager', { role: 'wizard' }))).toBe(403);
  });

  test('refuses a key without the scope', async () => {
    expect(await statusOf(await keyOf(SCOPES.filter((each) => each !== scope)))).toBe(403);
  });

  test.runIf(scope)('lets in a key with the scope alone', async () => {
    const status = await statusOf(await keyOf(scope ? [scope] : []));
    expect([[401, 403].includes(status), status === 500]).toEqual([false, false]);
  });

  test("refuses a key of one tenant with another's X-Tenant", async () => {
    expect(await statusOf(await keyOf(SCOPES), foreign.slug)).toBe(403);
  });

  test.runIf(allowed.some((role) => role !== 'super_admin'))(
    'refuses a session in a foreign or unknown tenant',
    async () => {
      const bearer = await tenant.token(allowed.find((role) => role !== 'super_admin') ?? 'manager');
      const named = [foreign.slug, 'no-such-tenant', 'NOT A SLUG'];
      expect(await Promise.all(named.map((slug) => statusOf(bearer, slug)))).toEqual([403, 403, 403]);
    },
  );
});
