import { describe, expect, test } from 'vitest';
import type { Metric } from '../../../src/catalogue/metric.ts';
import { ownMetrics } from '../../../src/catalogue/own-metrics.ts';
import { executeQueries } from '../../../src/query/execute.ts';
import { fractionOf, inputsOfMeasure, rounded } from '../../../src/query/measures.ts';
import { valuesIn } from '../../../src/query/query.ts';
import { call } from '../../support/client.ts';
import { contextOf } from '../../support/context.ts';
import { aCall } from '../../support/records.ts';
import { freshTenant, type TestTenant } from '../../support/tenant.ts';
import { definition, metricsClient } from './client.ts';

const PERIOD = {
  start: Date.parse('2026-03-10T00:00:00Z') / 1_000,
  end: Date.parse('2026-03-11T00:00:00Z') / 1_000,
  zone: 'UTC',
  fromDay: 20_522,
  toDay: 20_522,
};

/** The value of a metric on 10 March 2026, with six decimals. */
async function figureOf(tenant: TestTenant, { measureOf, filter = {} }: Metric): Promise<number | null> {
  const measure = measureOf();
  const inputs = inputsOfMeasure(measure);
  const { results } = await executeQueries(contextOf(tenant), {
    queries: [{ inputs, period: PERIOD, filter, by: { kind: 'total' }, now: PERIOD.end }],
  });
  return rounded(fractionOf(measure, valuesIn(results[0]!)), 6);
}

describe('a metric of one’s own', () => {
  test('is created, listed, changed and deleted', async () => {
    const { ask, own } = await metricsClient();
    const created = await ask('POST', '', definition('net_calls'));
    expect(created.status).toBe(201);
    expect(created.body).toMatchObject({
      name: 'net_calls',
      label: 'Net calls',
      unit: 'count',
      better: 'neutral',
      numerator: { calls_completed: 1, calls_missed: -1 },
      denominator: null,
      own: true,
      attribution: 'started',
      filter: null,
      routes: [],
    });
    expect(await own()).toEqual([created.body]);

    const change = { unit: 'rate', denominator: { 'completion_rate.denominator': 1 }, better: 'higher' };
    const changed = await ask('PATCH', '/net_calls', change);
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      unit: 'percent',
      better: 'higher',
      label: 'Net calls',
      denominator: { calls: 1 },
      null_when: 'calls is 0.',
    });
    expect(await own()).toEqual([changed.body]);

    expect(await ask('DELETE', '/net_calls')).toEqual({ status: 204, body: undefined });
    expect(await own()).toEqual([]);
    expect((await ask('DELETE', '/net_calls')).status).toBe(404);
    expect((await ask('PATCH', '/net_calls', { label: 'Gone' })).status).toBe(404);
  });

  test.each(['net_calls', 'total_calls', 'fcr_rate', 'calls_completed', 'wait'])(
    'a name that is taken is a 409: %s',
    async (name) => {
      const { ask, own } = await metricsClient();
      await ask('POST', '', definition('net_calls'));
      const { status, body } = await ask('POST', '', definition(name));
      expect([status, body.detail]).toEqual([
        409,
        `A metric or base measure is already called ${name}. Choose another name.`,
      ]);
      expect(await own()).toHaveLength(1);
    },
  );

  test('of two that create one name at the same time one is told so', async () => {
    const { ask, own } = await metricsClient();
    const answers = await Promise.all(
      ['First', 'Second'].map((label) => ask('POST', '', definition('net_calls', { label }))),
    );
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409]);
    const won = answers.find(({ status }) => status === 201);
    expect(await own()).toEqual([won?.body]);
  });

  test('there are at most 100 of a tenant', async () => {
    const { ask, tenant } = await metricsClient();
    const insert = `INSERT INTO metrics (tenant, name, body, changed_at)
      SELECT ?1, 'm_' || k.key, ?3, 0 FROM json_each(?2) k`;
    const body = JSON.stringify({ ...definition(''), better: 'neutral', denominator: null, filter: null });
    const params = [JSON.stringify(Array.from({ length: 99 }, () => 0)), body];
    await tenant.store.batch([{ text: insert, params }]);
    expect((await ask('POST', '', definition('the_last'))).status).toBe(201);
    const refused = await ask('POST', '', definition('too_many'));
    expect([refused.status, refused.body.detail]).toEqual([
      409,
      'This tenant has the maximum of 100 metrics. Delete one first.',
    ]);
    expect((await ask('POST', '', definition('the_last'))).body.detail).toContain('already called');
    await ask('DELETE', '/m_7');
    expect((await ask('POST', '', definition('too_many'))).status).toBe(201);
  });

  test('is of its tenant alone', async () => {
    const { ask } = await metricsClient();
    const other = await metricsClient();
    await ask('POST', '', definition('net_calls'));
    expect(await other.own()).toEqual([]);
    expect((await other.ask('DELETE', '/net_calls')).status).toBe(404);
    expect((await other.ask('POST', '', definition('net_calls'))).status).toBe(201);
  });

  test('what is not understood is refused, with what is accepted', async () => {
    const { ask, own } = await metricsClient();
    const refusal = async (fields: Readonly<Record<string, unknown>>) => {
      const { status, body } = await ask('POST', '', definition('net_calls', fields));
      return [status, ...body.errors.map(({ path, message }) => `${path}: ${message}`)];
    };
    expect(await refusal({ numerator: { calls_complete: 1 } })).toEqual([
      400,
      'numerator.calls_complete: No base measure and no metric has this name. The nearest names: calls_completed, calls_cancelled, calls_escalated.',
    ]);
    expect(await refusal({ numerator: {} })).toEqual([
      400,
      expect.stringMatching(/^numerator: Must be 1 to 20 names/),
    ]);
    expect(await refusal({ numerator: { calls: 0.5 } })).toEqual([
      400,
      'numerator.calls: Must be a whole number from -1000 to 1000.',
    ]);
    expect(await refusal({ name: 'Net-calls' })).toEqual([
      400,
      expect.stringMatching(/^name: Must be text that matches/),
    ]);
    expect(await refusal({ filter: { dimension: 'channel' } })).toEqual([
      400,
      'filter: Must have exactly one of in, not_in, is_set.',
    ]);
    expect(await refusal({ filter: { dimension: 'time', in: ['x'] } })).toEqual([
      400,
      expect.stringMatching(/^filter.dimension: Must be one of department, agent, /),
    ]);
    expect(await refusal({ args: {} })).toEqual([
      400,
      expect.stringMatching(/^args: Unknown field; accepted: name, /),
    ]);
    expect((await ask('PATCH', '/net_calls', {})).status).toBe(400);
    expect(await own()).toEqual([]);
  });

  test('only administrators may define one, and no key', async () => {
    const tenant = await freshTenant();
    const bearers = [(await tenant.key()).key, await tenant.token('manager')];
    for (const bearer of bearers) {
      const response = await call('/api/v1/metrics', {
        method: 'POST',
        bearer,
        body: definition('net_calls'),
      });
      expect(response.status).toBe(403);
    }
  });

  test('is in the audit log, with what was before', async () => {
    const { ask, tenant } = await metricsClient();
    await ask('POST', '', definition('net_calls'));
    await ask('POST', '', definition('net_calls'));
    await ask('PATCH', '/net_calls', { label: 'Net', numerator: { calls: 1 } });
    await ask('DELETE', '/net_calls');
    await ask('DELETE', '/net_calls');
    const response = await call('/api/v1/audit-log', { bearer: await tenant.token('tenant_admin') });
    const { entries } = await response.json<{ entries: Record<string, unknown>[] }>();
    const told = entries.filter(({ subject }) => subject === 'net_calls').reverse();
    expect(told.map(({ action }) => action)).toEqual(['metric_created', 'metric_changed', 'metric_deleted']);
    expect(told[0]!.details).toEqual({
      label: 'Net calls',
      unit: 'count',
      better: 'neutral',
      description: 'Completed calls less missed ones.',
      numerator: '{"calls_completed":1,"calls_missed":-1}',
      denominator: null,
      filter: null,
    });
    expect(told[1]!.details).toEqual({
      label: { old: 'Net calls', new: 'Net' },
      numerator: { old: '{"calls_completed":1,"calls_missed":-1}', new: '{"calls":1}' },
    });
  });
});

describe('the figures of a metric of one’s own', () => {
  test('are those of its definition, over all that there is', async () => {
    const { ask, tenant } = await metricsClient();
    const { key } = await tenant.key();
    const records = [
      aCall('a', { channel: 'phone', duration_seconds: 90, cost: { llm: 0.5, telephony: 0.25 } }),
      aCall('b', { channel: 'phone', status: 'missed' }),
      aCall('c', { channel: 'webrtc', duration_seconds: 30, cost: { llm: 0.25 } }),
      aCall('d', { channel: 'webrtc', status: 'cancelled' }),
    ];
    await call('/api/v1/ingest', { method: 'POST', bearer: key, body: { records } });
    const made: [name: string, fields: object, value: number | null][] = [
      ['net_calls', {}, 1],
      ['share', { unit: 'rate', denominator: { calls: 1, calls_cancelled: -1 } }, 0.333333],
      ['on_phone', { numerator: { total_calls: 1 }, filter: { dimension: 'channel', in: ['phone'] } }, 2],
      ['others', { numerator: { total_calls: 1 }, filter: { dimension: 'channel', not_in: ['phone'] } }, 2],
      ['minutes', { unit: 'minutes', numerator: { call_seconds: 1 }, denominator: { calls_timed: 1 } }, 1],
      ['spent', { unit: 'usd', numerator: { total_cost: 1 } }, 1],
      ['spent_each', { unit: 'usd', numerator: { total_cost: 1 }, denominator: { ended: 1 } }, 0.25],
      ['calls_a_dollar', { unit: 'ratio', numerator: { calls: 1 }, denominator: { total_cost: 1 } }, 4],
      ['nothing', { unit: 'rate', denominator: { conversations: 1 } }, null],
      ['negative', { unit: 'rate', denominator: { calls: 1, calls_completed: -3 } }, -0.5],
    ];
    for (const [name, fields] of made) {
      const { status, body } = await ask('POST', '', definition(name, fields as Record<string, unknown>));
      expect([name, status, body.errors]).toEqual([name, 201, undefined]);
    }
    const metrics = await ownMetrics(contextOf(tenant));
    const values = await Promise.all(
      made.map(async ([name]) => [name, await figureOf(tenant, metrics.find((each) => each.name === name)!)]),
    );
    expect(values).toEqual(made.map(([name, , value]) => [name, value]));

    const query = {
      metrics: made.map(([name]) => name),
      period: { from: '2026-03-10', to: '2026-03-10' },
      precision: 'exact',
    };
    const response = await call('/api/v1/query', { method: 'POST', bearer: key, body: query });
    const { rows } = await response.json<{ rows: Record<string, number | null>[] }>();
    const percent = new Set(['share', 'negative']);
    const asked = made.map(([name, , value]) => [name, percent.has(name) && value ? value * 100 : value]);
    for (const [name, value] of asked as [string, number | null][]) {
      if (value === null) expect([name, rows[0]![name]]).toEqual([name, null]);
      else expect(rows[0]![name], name).toBeCloseTo(value, 3);
    }
  });

  test('only those that are named are read', async () => {
    const { ask, tenant } = await metricsClient();
    for (const name of ['one', 'two', 'three']) await ask('POST', '', definition(`${name}_metric`));
    const names = async (named?: string[]) =>
      (await ownMetrics(contextOf(tenant), named)).map(({ name }) => name);
    expect(await names()).toEqual(['one_metric', 'three_metric', 'two_metric']);
    expect(await names(['two_metric', 'unknown', "'"])).toEqual(['two_metric']);
    expect(await names([])).toEqual([]);
  });
});
