import { expect, test } from 'vitest';
import { METRICS } from '../../../src/catalogue/metrics.ts';
import { call } from '../../support/client.ts';
import { freshTenant } from '../../support/tenant.ts';
import { type ListedMetric, metricsClient } from './client.ts';

test('every metric is listed with what it means and how it is computed', async () => {
  const { list } = await metricsClient();
  const metrics = await list();
  expect(metrics.map(({ name }) => name)).toEqual(METRICS.map(({ name }) => name));
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  expect(byName.get('first_response_minutes')).toEqual({
    name: 'first_response_minutes',
    aliases: ['first_response_minutes_avg'],
    label: 'Average first response',
    unit: 'minutes',
    better: 'lower',
    description: 'Mean time to the first response, if there was one.',
    numerator: { first_response_seconds: 1 },
    denominator: { first_responses: 1 },
    divisor: 60,
    null_when: 'first_responses is 0.',
    args: { type: 'object', properties: {}, additionalProperties: false },
    stats: [],
    exact: true,
    dimensions: METRICS.find(({ name }) => name === 'conversations')?.dimensions,
    grains: expect.arrayContaining(['15m', 'day', 'weekday_hour']),
    attribution: 'started',
    own: false,
    filter: null,
    routes: expect.arrayContaining([
      { path: '/api/v2/analytics/conversations/overview', fields: ['first_response_minutes_avg'] },
    ]),
  });
  expect(byName.get('total_calls')).toMatchObject({ denominator: null, null_when: null, divisor: 1 });
  expect(byName.get('duration_p90')).toMatchObject({ exact: false, null_when: 'Nothing has the value.' });
  expect(byName.get('resolution')).toMatchObject({
    exact: true,
    stats: expect.arrayContaining(['mean', 'p95']),
  });
});

test('every field that shows a metric is found in the answer of its route', async () => {
  const { list, tenant } = await metricsClient();
  const { key } = await tenant.key();
  const path = '/api/v1/analytics/call-metrics';
  const shown = (await list()).flatMap(({ name, routes }) =>
    (routes as { path: string; fields: string[] }[])
      .filter((route) => route.path === path)
      .flatMap(({ fields }) => fields.map((field) => `${name}: ${field}`)),
  );
  expect(shown).toContain('total_calls: kpis.total_calls');
  const answer = await call(`${path}?start_date=2026-03-01&end_date=2026-03-02`, { bearer: key });
  const { kpis } = await answer.json<{ kpis: Record<string, unknown> }>();
  const fields = shown.map((each) => each.split(': ')[1]!).filter((field) => field.startsWith('kpis.'));
  expect(Object.keys(kpis)).toEqual(
    expect.arrayContaining(fields.map((field) => field.slice('kpis.'.length))),
  );
});

test('what metrics are made of is listed, too', async () => {
  const { ask } = await metricsClient();
  const { base_measures } = (await ask('GET')).body;
  expect(base_measures).toEqual(
    expect.arrayContaining([
      { name: 'calls', unit: 'count' },
      { name: 'cost_llm', unit: 'dollars' },
      { name: 'overdue_any', unit: 'count' },
    ]),
  );
});

test('readers and their keys may read it, in one trip', async () => {
  const tenant = await freshTenant();
  const { key } = await tenant.key({ scopes: ['analytics:read'] });
  for (const bearer of [key, await tenant.token('tenant_readonly')]) {
    const response = await call('/api/v1/metrics', { bearer });
    expect(response.status).toBe(200);
    const { metrics } = await response.json<{ metrics: ListedMetric[] }>();
    expect(metrics.length).toBe(METRICS.length);
    expect((await call('/api/v1/metrics', { method: 'POST', bearer, body: {} })).status).toBe(403);
  }
});

test('dimensions are listed, time with its grains', async () => {
  const tenant = await freshTenant();
  const response = await call('/api/v1/dimensions', { bearer: (await tenant.key()).key });
  const { dimensions } = await response.json<{ dimensions: { name: string }[] }>();
  expect(dimensions.find(({ name }) => name === 'call_center')).toEqual({
    name: 'call_center',
    label: 'Call center',
    has_members: true,
  });
  expect(dimensions.at(-1)).toEqual({
    name: 'time',
    label: 'Time',
    has_members: false,
    grains: expect.arrayContaining(['15m', 'quarter', 'day_of_week']),
  });
});
