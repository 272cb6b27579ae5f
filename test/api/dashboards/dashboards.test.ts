import { expect, test } from 'vitest';
import type { Role } from '../../../src/auth/roles.ts';
import { statement } from '../../../src/db/statement.ts';
import { call } from '../../support/client.ts';
import { freshTenant } from '../../support/tenant.ts';

const SELECT_ENTRIES = statement<{ action: string }>(
  'SELECT action FROM audit_log WHERE tenant = ?1 AND subject = ?2 ORDER BY at, id',
);

const TILE = { title: 'Calls', shape: 'figures', width: 'half', query: { metrics: ['total_calls'] } };
const BODY = { name: 'Mornings', tiles: [TILE] };

interface Answer {
  id: string;
  version: number;
  name: string;
  dashboards: { id: string }[];
  detail: string;
  errors: { path: string; message: string }[];
}

/** A tenant's dashboards, as users of different roles use them. */
async function dashboardsClient() {
  const tenant = await freshTenant();
  return {
    tenant,
    async ask(method: string, path = '', body?: unknown, role: Role = 'manager', user = 'ana') {
      const bearer = await tenant.token(role, { sub: user });
      const response = await call(`/api/v1/dashboards${path}`, { method, bearer, body });
      const text = await response.text();
      return { status: response.status, body: (text === '' ? undefined : JSON.parse(text)) as Answer };
    },
  };
}

test('a dashboard is saved, listed, read by everybody of the tenant, changed and deleted', async () => {
  const { ask } = await dashboardsClient();
  const made = await ask('POST', '', BODY);
  expect(made.status).toBe(201);
  expect(made.body).toMatchObject({ ...BODY, version: 1, owner: 'ana' });
  const path = `/${made.body.id}`;
  expect(await ask('GET', path, undefined, 'tenant_readonly', 'rui')).toEqual({
    status: 200,
    body: made.body,
  });
  expect((await ask('GET')).body.dashboards).toEqual([made.body]);

  const changed = await ask('PUT', path, { name: 'Evenings', tiles: [TILE, TILE], version: 1 });
  expect([changed.status, changed.body.name, changed.body.version]).toEqual([200, 'Evenings', 2]);
  const late = await ask('PUT', path, { ...BODY, version: 1 });
  expect([late.status, late.body.detail]).toEqual([
    409,
    'The dashboard was changed since version 1: it is at version 2. Read it again.',
  ]);
  expect((await ask('GET', path)).body).toEqual(changed.body);

  expect((await ask('DELETE', path)).status).toBe(204);
  expect((await ask('GET', path)).status).toBe(404);
  expect((await ask('PUT', path, { ...BODY, version: 2 })).status).toBe(404);
  expect((await ask('DELETE', path)).status).toBe(404);
});

test('only its owner and administrators change a dashboard', async () => {
  const { ask } = await dashboardsClient();
  const { id } = (await ask('POST', '', BODY)).body;
  const change = { ...BODY, name: 'Mine now', version: 1 };
  expect((await ask('PUT', `/${id}`, change, 'manager', 'rui')).status).toBe(403);
  expect((await ask('DELETE', `/${id}`, undefined, 'supervisor', 'rui')).status).toBe(403);
  expect((await ask('PUT', `/${id}`, change, 'tenant_admin', 'rui')).status).toBe(200);
});

test('a tile that cannot be asked is refused, with the place of each mistake', async () => {
  const { ask } = await dashboardsClient();
  const wrong = { ...TILE, query: { metrics: ['total_cals'] } };
  const refused = await ask('POST', '', { name: 'Wrong', tiles: [TILE, wrong] });
  expect(refused.status).toBe(400);
  expect(refused.body.errors).toEqual([
    { path: 'tiles.1.query.metrics.0', message: expect.stringContaining('nearest: total_calls') },
  ]);
  expect((await ask('POST', '', { name: 'Empty', tiles: [] })).status).toBe(400);
  expect((await ask('GET')).body.dashboards).toEqual([]);
});

test('there are at most 50 of a tenant, and each change is in the audit log', async () => {
  const { ask, tenant } = await dashboardsClient();
  await tenant.store.batch([
    {
      text: `INSERT INTO dashboards (tenant, id, name, tiles, version, owner, created_at, changed_at)
        SELECT ?1, 'd-' || k.key, 'One', '[]', 1, 'ana', 0, 0 FROM json_each(?2) k`,
      params: [JSON.stringify(Array.from({ length: 49 }, () => 0))],
    },
  ]);
  const last = await ask('POST', '', BODY);
  expect(last.status).toBe(201);
  const refused = await ask('POST', '', BODY);
  expect([refused.status, refused.body.detail]).toEqual([
    409,
    'This tenant has the maximum of 50 dashboards. Delete one first.',
  ]);
  await ask('PUT', `/${last.body.id}`, { ...BODY, name: 'Renamed', version: 1 });
  await ask('DELETE', `/${last.body.id}`);
  const [entries] = await tenant.store.batch([SELECT_ENTRIES.with(last.body.id)]);
  expect(entries.map(({ action }) => action)).toEqual([
    'dashboard_created',
    'dashboard_changed',
    'dashboard_deleted',
  ]);
});
