import { expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

const CALLS = [
  ['a', 'ann', 'completed', '2026-03-02T09:00:00Z'],
  ['b', 'ann', 'missed', '2026-03-02T10:00:00Z'],
  ['c', 'bob', 'completed', '2026-03-03T09:00:00Z'],
  ['d', null, 'completed', '2026-03-03T09:30:00Z'],
] as const;

async function tenantWithCalls(): Promise<TestTenant> {
  const tenant = await freshTenant({ timeZone: 'UTC' });
  const records = CALLS.map(([id, agent, status, at]) => ({
    type: 'interaction',
    id,
    kind: 'call',
    status,
    started_at: at,
    ended_at: at,
    ...(agent && { agent_id: agent }),
  }));
  const bearer = await tenant.token('tenant_admin');
  const response = await call('/api/v1/ingest', {
    method: 'POST',
    tenant: tenant.slug,
    bearer,
    body: { records },
  });
  expect(response.status).toBe(200);
  return tenant;
}

interface Linked {
  rows: { agent: string | null; records: Record<string, string>; completion_rate: number | null }[];
}

async function asked(tenant: TestTenant, query: object, headers: Record<string, string> = {}) {
  const bearer = await tenant.token('tenant_admin');
  return call('/api/v1/query', { method: 'POST', tenant: tenant.slug, bearer, body: query, headers });
}

const QUERY = {
  metrics: ['completion_rate', 'total_calls'],
  dimensions: ['agent'],
  period: { from: '2026-03-01', to: '2026-03-31' },
};

test('every figure links to the records that make it', async () => {
  const tenant = await tenantWithCalls();
  const bearer = await tenant.token('tenant_admin');
  const answer = (await (await asked(tenant, { ...QUERY, include: ['records'] })).json()) as Linked;
  const expected = [
    ['ann', { numerator: 1, denominator: 2 }, ['a', 'b']],
    ['bob', { numerator: 1, denominator: 1 }, ['c']],
    [null, { numerator: 1, denominator: 1 }, ['d']],
  ] as const;
  for (const [agent, parts, ids] of expected) {
    const row = answer.rows.find((each) => each.agent === agent)!;
    const response = await call(row.records.completion_rate!, { tenant: tenant.slug, bearer });
    const page = (await response.json()) as {
      cell: { parts: object; value: number };
      items: { id: string }[];
    };
    expect(page.cell).toMatchObject({ parts, value: row.completion_rate });
    expect(page.items.map(({ id }) => id)).toEqual(ids);
  }
});

test('a query has a tag, until something changes', async () => {
  const tenant = await tenantWithCalls();
  const first = await asked(tenant, QUERY);
  const tag = first.headers.get('ETag')!;
  expect(tag).toMatch(/^W\//);
  expect(first.headers.get('X-Query-Cost')).toMatch(/^\d+$/);
  const again = await asked(tenant, QUERY, { 'If-None-Match': tag });
  expect([again.status, Number(again.headers.get('X-Query-Cost')) <= 3]).toEqual([304, true]);
  const other = await asked(tenant, { ...QUERY, metrics: ['total_calls'] }, { 'If-None-Match': tag });
  expect(other.status).toBe(200);
  await call('/api/v1/ingest', {
    method: 'POST',
    tenant: tenant.slug,
    bearer: await tenant.token('tenant_admin'),
    body: { records: [{ type: 'agent', id: 'ann', name: 'Ann Lee' }] },
  });
  expect((await asked(tenant, QUERY, { 'If-None-Match': tag })).status).toBe(200);
});

test("metrics of one's own are asked for like any other", async () => {
  const tenant = await tenantWithCalls();
  const bearer = await tenant.token('tenant_admin');
  const created = await call('/api/v1/metrics', {
    method: 'POST',
    tenant: tenant.slug,
    bearer,
    body: {
      name: 'net_completed',
      label: 'Completed minus missed',
      unit: 'count',
      description: 'Completed calls minus missed ones.',
      numerator: { calls_completed: 1, calls_missed: -1 },
    },
  });
  expect(created.status).toBe(201);
  const answer = await (await asked(tenant, { ...QUERY, metrics: ['net_completed'] })).json();
  expect(answer).toMatchObject({
    rows: [
      { agent: 'bob', net_completed: 1 },
      { agent: null, net_completed: 1 },
      { agent: 'ann', net_completed: 0 },
    ],
  });
});

test('a page has at most 10,000 links', async () => {
  const tenant = await freshTenant();
  const query = { ...QUERY, include: ['records'] };
  expect((await asked(tenant, { ...query, limit: 5_000 })).status).toBe(200);
  const refused = await asked(tenant, { ...query, limit: 5_001 });
  expect([refused.status, await refused.json()]).toMatchObject([
    400,
    {
      errors: [
        { path: 'limit', message: 'Must be at most 5,000 with include records and this number of metrics.' },
      ],
    },
  ]);
  expect((await asked(tenant, { ...query, limit: 10_000, format: 'csv' })).status).toBe(200);
});
