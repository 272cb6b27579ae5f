import { describe, expect, test } from 'vitest';
import type { Scope } from '../../src/auth/roles.ts';
import { RECORDS } from '../../src/records/registry.ts';
import { call } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { freshTenant, type TestTenant } from '../support/tenant.ts';
import { aCall, aRating, type Report, removal } from './client.ts';

const PHONE = '+351912345678';
const OTHER_PHONE = '+351912345679';
const ERASURE = { type: 'customer', id: PHONE, deleted: true };

async function ingest(bearer: string, records: readonly Sent[], query = '') {
  const response = await call(`/api/v1/ingest${query}`, { method: 'POST', bearer, body: { records } });
  return { status: response.status, report: await response.json<Report & { detail: string }>() };
}

async function keyOf(tenant: TestTenant, ...scopes: Scope[]): Promise<string> {
  return (await tenant.key({ scopes })).key;
}

async function entries(tenant: TestTenant, action: string) {
  const bearer = await tenant.token('tenant_admin');
  const response = await call(`/api/v1/audit-log?action=${action}`, { bearer });
  return (await response.json<{ entries: { details: unknown; actor: unknown }[] }>()).entries;
}

/** The removal of one record of a type, by what names it. */
function removalOf(type: string): Sent {
  if (type === 'article_stats') return { type, date: '2026-03-02', article_id: 'x', deleted: true };
  if (type === 'email_channel_stats')
    return { type, date: '2026-03-02', email_channel_id: 'x', deleted: true };
  if (type === 'agent_state') return { type, agent_id: 'x', at: '2026-03-02T09:00:00Z', deleted: true };
  return removal(type, 'x');
}

describe('a key with ingest:write alone', () => {
  test.each(Object.keys(RECORDS))(
    'may not delete a record of the type %s; the rest is stored',
    async (type) => {
      const tenant = await freshTenant();
      const { status, report } = await ingest(await keyOf(tenant, 'ingest:write'), [
        aCall('c1'),
        removalOf(type),
      ]);
      expect([status, report]).toMatchObject([200, { received: 2, created: 1, deleted: 0, rejected: 1 }]);
      expect(report.errors).toEqual([
        {
          index: 1,
          type,
          id: type.endsWith('_stats') || type === 'agent_state' ? null : 'x',
          errors: [
            {
              path: 'deleted',
              message:
                'This credential is not allowed to delete records. Use an API key with the scope records:delete.',
            },
          ],
        },
      ]);
    },
  );

  test('may not erase customers, by neither way', async () => {
    const tenant = await freshTenant();
    const all = await keyOf(tenant, 'ingest:write', 'analytics:read', 'records:delete');
    await ingest(all, [aCall('c1', { customer: { phone: PHONE } })]);
    const { report } = await ingest(all, [ERASURE]);
    expect(report).toMatchObject({ rejected: 1, deleted: 0 });
    expect(report.errors[0]).toMatchObject({ type: 'customer', id: '***-***-5678' });
    expect(report.errors[0]?.errors[0]?.message).toContain('customers:erase');
    const path = `/api/v1/customers/${encodeURIComponent(PHONE)}/erase`;
    const erased = await call(path, { method: 'POST', bearer: all });
    expect([erased.status, await erased.json()]).toMatchObject([
      403,
      { detail: 'This API key does not have the scope customers:erase.' },
    ]);
    const shown = await call('/api/v1/interactions/c1', { bearer: all });
    expect(await shown.json()).toMatchObject({ customer: { phone: '***-***-5678' } });
    expect(await entries(tenant, 'customer_erased')).toEqual([]);
  });

  test('atomic: all or none', async () => {
    const tenant = await freshTenant();
    const key = await keyOf(tenant, 'ingest:write', 'analytics:read');
    const { status, report } = await ingest(key, [aCall('c1'), removal('interaction', 'c0')], '?atomic=true');
    expect([status, report.detail]).toEqual([400, expect.stringContaining('nothing was stored')]);
    expect((await call('/api/v1/interactions/c1', { bearer: key })).status).toBe(404);
  });

  test.each([false, null])('may send deleted: %s', async (deleted) => {
    const tenant = await freshTenant();
    const { report } = await ingest(await keyOf(tenant, 'ingest:write'), [aCall('c1', { deleted })]);
    expect(report).toMatchObject({ created: 1, rejected: 0 });
  });
});

describe('with the scopes', () => {
  test('records:delete deletes, and writes down how many of each type, once a request', async () => {
    const tenant = await freshTenant();
    const key = await keyOf(tenant, 'ingest:write', 'records:delete');
    await ingest(key, [
      aCall('c1'),
      aCall('c2'),
      aRating('e1', 'c2', 5),
      { type: 'agent', id: 'a', name: 'Ana', updated_at: '2026-03-01T00:00:00Z' },
    ]);
    const batch = [
      removal('interaction', 'c1'),
      removal('interaction', 'c2'),
      removal('interaction', 'unknown'),
      removal('agent', 'a'),
    ];
    expect((await ingest(key, batch, '?dry_run=true')).report).toMatchObject({ deleted: 3 });
    expect(await entries(tenant, 'records_deleted')).toEqual([]);
    expect((await ingest(key, batch)).report).toMatchObject({ deleted: 3, unchanged: 1 });
    expect((await ingest(key, batch)).report).toMatchObject({ deleted: 0 });
    expect(await entries(tenant, 'records_deleted')).toMatchObject([
      { details: { interaction: 2, agent: 1 }, actor: { kind: 'key' }, subject: null },
    ]);
    expect((await ingest(key, [ERASURE])).report).toMatchObject({ rejected: 1 });
  });

  test('customers:erase erases by records and by its own route', async () => {
    const tenant = await freshTenant();
    const key = await keyOf(tenant, 'ingest:write', 'analytics:read', 'customers:erase');
    await ingest(key, [aCall('c1', { customer: { phone: PHONE } })]);
    expect((await ingest(key, [ERASURE])).report).toMatchObject({ deleted: 1 });
    await ingest(key, [aCall('c2', { customer: { phone: OTHER_PHONE } })]);
    const alone = await keyOf(tenant, 'customers:erase');
    const path = `/api/v1/customers/${encodeURIComponent(OTHER_PHONE)}/erase`;
    expect((await call(path, { method: 'POST', bearer: alone })).status).toBe(204);
    expect(await entries(tenant, 'customer_erased')).toMatchObject([
      { actor: { kind: 'key' } },
      { actor: { kind: 'key' } },
    ]);
    expect(await entries(tenant, 'records_deleted')).toEqual([]);
    expect((await ingest(key, [removal('interaction', 'c1')])).report).toMatchObject({ rejected: 1 });
  });

  test.each(['tenant_admin', 'tenant_owner', 'super_admin'] as const)(
    'a session of %s may both',
    async (role) => {
      const tenant = await freshTenant();
      const bearer = await tenant.token(role);
      await ingest(bearer, [aCall('c1', { customer: { phone: PHONE } })]);
      expect((await ingest(bearer, [removal('interaction', 'c1'), ERASURE])).report).toMatchObject({
        rejected: 0,
      });
    },
  );
});
