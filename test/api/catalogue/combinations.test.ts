import { env } from 'cloudflare:workers';
import { expect, test } from 'vitest';
import { refreshDueTenants } from '../../../src/maintenance/cron.ts';
import { call } from '../../support/client.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';

const DECLARED = {
  dimensions: ['topic', 'department', 'agent'],
  metrics: ['total_calls', 'duration', 'completion_rate'],
};
const QUERY = {
  metrics: ['total_calls', { metric: 'duration', stat: 'p90', as: 'p90' }, 'completion_rate'],
  dimensions: ['department', 'topic'],
  filters: [{ dimension: 'agent', not_in: ['bob'] }],
  period: { from: '2026-03-01', to: '2026-03-31' },
};

async function client(tenant: TestTenant) {
  const bearer = await tenant.token('tenant_admin');
  return (path: string, method = 'GET', body?: object) =>
    call(`/api/v1${path}`, { method, tenant: tenant.slug, bearer, ...(body && { body }) });
}

function aCall(id: string, agent: string, seconds: number, topic: string | undefined = undefined) {
  const started_at = `2026-03-0${id}T09:00:00Z`;
  return {
    type: 'interaction',
    id,
    kind: 'call',
    status: 'completed',
    started_at,
    duration_seconds: seconds,
    department_id: 'sales',
    agent_id: agent,
    ...(topic && { topic }),
  };
}

interface Listed {
  combinations: { name: string; state: string; rows_per_day: number | null }[];
}

test('figures of a combination are ready once cron has built them, and go with it', async () => {
  const tenant = await freshTenant({ timeZone: 'UTC' });
  const request = await client(tenant);
  const records = [
    aCall('1', 'ann', 60),
    aCall('2', 'ann', 80, 'VPN'),
    aCall('3', 'bob', 90),
    aCall('4', 'cy', 30),
  ];
  expect((await request('/ingest', 'POST', { records })).status).toBe(200);
  const rows = [
    {
      department: 'sales',
      department_name: 'sales',
      topic: null,
      total_calls: 2,
      p90: 60,
      completion_rate: 100,
    },
    {
      department: 'sales',
      department_name: 'sales',
      topic: 'VPN',
      total_calls: 1,
      p90: 80,
      completion_rate: 100,
    },
  ];
  const answer = async () => (await request('/query', 'POST', QUERY)).json();
  expect(await answer()).toMatchObject({ rows, cost: { plan: 'facts' } });

  const created = await request('/combinations', 'POST', DECLARED);
  expect([created.status, await created.json()]).toMatchObject([
    201,
    { name: 'agent+department+topic', state: 'building', rows_per_day: null },
  ]);
  await refreshDueTenants(env);
  const listed = (await (await request('/combinations')).json()) as Listed;
  expect(listed.combinations).toMatchObject([
    { name: 'agent+department+topic', state: 'ready', rows_per_day: 0 },
  ]);
  expect(await answer()).toMatchObject({ rows, cost: { plan: 'rollups' } });

  const more = await request('/ingest', 'POST', { records: [aCall('5', 'ann', 70, 'VPN')] });
  expect(more.status).toBe(200);
  const [none, vpn] = rows;
  expect(await answer()).toMatchObject({
    rows: [{ ...vpn, total_calls: 2 }, none],
    cost: { plan: 'rollups' },
  });

  expect((await request('/combinations/agent+department+topic', 'DELETE')).status).toBe(204);
  await refreshDueTenants(env);
  expect(await answer()).toMatchObject({ cost: { plan: 'facts' } });
});

test('refusals say what is accepted', async () => {
  const request = await client(await freshTenant());
  const refused: [object, number, RegExp][] = [
    [{ ...DECLARED, dimensions: ['agent'] }, 400, /dimensions/],
    [{ ...DECLARED, dimensions: ['agent', 'agent'] }, 400, /twice/],
    [{ ...DECLARED, dimensions: ['agent', 'provider'] }, 400, /cannot be combined/],
    [{ ...DECLARED, metrics: ['total_cals'] }, 400, /total_calls/],
    [{ ...DECLARED, metrics: ['total_customers'] }, 400, /which do not add up/],
  ];
  for (const [body, status, message] of refused) {
    const response = await request('/combinations', 'POST', body);
    expect([response.status, await response.text()]).toEqual([status, expect.stringMatching(message)]);
  }
  expect((await request('/combinations/agent+team', 'DELETE')).status).toBe(404);
  const declared = ['team', 'channel', 'campaign', 'outcome', 'priority'];
  for (const dimension of declared) {
    const body = { ...DECLARED, dimensions: ['agent', dimension], metrics: ['ended'] };
    expect((await request('/combinations', 'POST', body)).status).toBe(201);
  }
  const again = await request('/combinations', 'POST', { ...DECLARED, dimensions: ['team', 'agent'] });
  const sixth = await request('/combinations', 'POST', { ...DECLARED, dimensions: ['team', 'topic'] });
  expect([again.status, sixth.status]).toEqual([409, 409]);
});
