import { describe, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { aCall, aRating, type Sent, times } from '../../support/records.ts';
import { type Answered, type QueryClient, queryClient } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };

/** Calls by agent: x has 3 of which 1 is missed, y 1, z 1 missed; and one of nobody. Two have a channel of their own. */
const CALLS: Sent[] = [
  { type: 'agent', id: 'x', name: 'Zoë' },
  { type: 'agent', id: 'y', name: 'Ann' },
  aCall('x1', { agent_id: 'x', duration_seconds: 100, team_id: 't' }),
  aCall('x2', { agent_id: 'x', duration_seconds: 50, channel: 'webrtc' }),
  aCall('x3', { agent_id: 'x', status: 'missed', team_id: 't' }),
  aCall('y1', { agent_id: 'y', duration_seconds: 300, channel: 'webrtc', team_id: 'u' }),
  aCall('z1', { agent_id: 'z', status: 'missed' }),
  aCall('n1', { duration_seconds: 20 }),
];

async function withCalls(): Promise<QueryClient> {
  const client = await queryClient();
  await client.send(...CALLS);
  return client;
}

/** A metric of the tenant's own, but for its name and what it sums. */
const NET = { label: 'Net', unit: 'count', description: 'Completed calls less missed ones.' };

/** The agents of the rows, in order. */
function agents({ rows }: Answered) {
  return rows.map(({ agent }) => agent);
}

const BY_AGENT = {
  metrics: ['total_calls', 'completion_rate', 'avg_duration'],
  dimensions: ['agent'],
  period: MARCH,
};

describe('filters', () => {
  const CASES: [string, object[], number][] = [
    ['in one', [{ dimension: 'agent', in: ['x'] }], 3],
    ['in several', [{ dimension: 'agent', in: ['x', 'y'] }], 4],
    ['in null', [{ dimension: 'agent', in: [null] }], 1],
    ['in null and one', [{ dimension: 'agent', in: [null, 'z'] }], 2],
    ['in one that never existed', [{ dimension: 'agent', in: ["o'Neil; --"] }], 0],
    ['not in keeps what has no value', [{ dimension: 'agent', not_in: ['x'] }], 3],
    ['not in with null does not', [{ dimension: 'agent', not_in: ['x', null] }], 2],
    ['set', [{ dimension: 'agent', is_set: true }], 5],
    ['not set', [{ dimension: 'agent', is_set: false }], 1],
    [
      'all of several',
      [
        { dimension: 'agent', in: ['x', 'y'] },
        { dimension: 'channel', in: ['webrtc'] },
      ],
      2,
    ],
    [
      'several of one dimension',
      [
        { dimension: 'agent', not_in: ['x'] },
        { dimension: 'agent', not_in: ['y', null] },
      ],
      1,
    ],
    [
      'nothing in common',
      [
        { dimension: 'agent', in: ['x'] },
        { dimension: 'agent', in: ['y'] },
      ],
      0,
    ],
    ['of a dimension that rollups only break down', [{ dimension: 'category', is_set: false }], 6],
  ];

  test.each(CASES)('%s', async (_, filters, calls) => {
    const client = await withCalls();
    const { rows } = await client.askTwice({ metrics: ['total_calls'], filters, period: MARCH });
    expect(rows).toEqual([{ total_calls: calls }]);
  });
});

describe('order', () => {
  const CASES: [string, object, (string | null)[]][] = [
    ['the first metric descending, ties by name then id, null last', {}, ['x', 'y', 'z', null]],
    ['ascending', { order: [{ by: 'total_calls', direction: 'asc' }] }, ['y', 'z', null, 'x']],
    ['no value last', { order: [{ by: 'avg_duration' }] }, ['y', 'x', null, 'z']],
    [
      'no value last ascending too',
      { order: [{ by: 'avg_duration', direction: 'asc' }] },
      [null, 'x', 'y', 'z'],
    ],
    ['by name', { order: [{ by: 'agent' }] }, ['y', 'x', 'z', null]],
    ['by name descending, null last', { order: [{ by: 'agent', direction: 'desc' }] }, ['z', 'x', 'y', null]],
    [
      'by several',
      { order: [{ by: 'completion_rate' }, { by: 'avg_duration', direction: 'asc' }] },
      [null, 'y', 'x', 'z'],
    ],
  ];

  test.each(CASES)('%s', async (_, order, expected) => {
    const client = await withCalls();
    expect(agents(await client.askTwice({ ...BY_AGENT, ...order }))).toEqual(expected);
  });

  test('is of exact values, which look the same when rounded', async () => {
    const client = await queryClient();
    const missedOne = (agent: string, count: number) =>
      times(count, (index) =>
        aCall(`${agent}${index}`, { agent_id: agent, status: index === 1 ? 'missed' : 'completed' }),
      );
    await client.send(...missedOne('a', 300), ...missedOne('b', 301));
    const { rows } = await client.ask({ ...BY_AGENT, metrics: ['completion_rate'] });
    expect(rows).toEqual([
      { agent: 'b', agent_name: 'b', completion_rate: 99.7 },
      { agent: 'a', agent_name: 'a', completion_rate: 99.7 },
    ]);
  });
});

describe('having', () => {
  const CASES: [string, object[], (string | null)[]][] = [
    ['gte', [{ metric: 'total_calls', gte: 3 }], ['x']],
    ['gt', [{ metric: 'total_calls', gt: 3 }], []],
    ['lt', [{ metric: 'total_calls', lt: 3 }], ['y', 'z', null]],
    ['between', [{ metric: 'avg_duration', gte: 20, lte: 75 }], ['x', null]],
    ['eq on the exact value: 66.7 % are 200/3', [{ metric: 'completion_rate', eq: 66.7 }], []],
    ['above 66.6', [{ metric: 'completion_rate', gt: 66.6, lt: 66.7 }], ['x']],
    ['no value passes nothing', [{ metric: 'avg_duration', gte: 0 }], ['x', 'y', null]],
    [
      'all of them',
      [
        { metric: 'total_calls', lt: 3 },
        { metric: 'completion_rate', eq: 0 },
      ],
      ['z'],
    ],
  ];

  test.each(CASES)('%s', async (_, having, expected) => {
    const client = await withCalls();
    const answer = await client.askTwice({ ...BY_AGENT, having, include: ['totals'] });
    expect(agents(answer)).toEqual(expected);
    expect(answer.totals).toEqual({ total_calls: 6, completion_rate: 66.7, avg_duration: 117.5 });
    expect(answer.page.rows).toBe(expected.length);
  });
});

describe('totals', () => {
  test('are computed, not summed: customers, rates and percentiles', async () => {
    const client = await queryClient();
    await client.send(
      aCall('a', { agent_id: 'x', customer: { id: 'c' }, duration_seconds: 10 }),
      aCall('b', { agent_id: 'y', customer: { id: 'c' }, duration_seconds: 30 }),
      aCall('d', { agent_id: 'y', customer: { id: 'd' }, status: 'missed' }),
    );
    const answer = await client.askTwice({
      metrics: ['total_customers', 'completion_rate', { metric: 'duration', stat: 'p50' }],
      dimensions: ['agent'],
      period: MARCH,
      include: ['totals'],
    });
    expect(answer.rows).toEqual([
      { agent: 'y', agent_name: 'y', total_customers: 2, completion_rate: 50, duration_p50: 30 },
      { agent: 'x', agent_name: 'x', total_customers: 1, completion_rate: 100, duration_p50: 10 },
    ]);
    expect(answer.totals).toEqual({ total_customers: 2, completion_rate: 66.7, duration_p50: 10 });
    expect(answer.columns.at(-1)).toEqual({
      name: 'duration_p50',
      kind: 'metric',
      unit: 'seconds',
      exact: false,
    });
  });
});

describe('empty', () => {
  test('fills the buckets of a series, also of nothing', async () => {
    const client = await queryClient();
    const query = {
      metrics: ['total_calls', 'avg_duration'],
      dimensions: ['time:day'],
      period: { from: '2026-03-09', to: '2026-03-10' },
      include: ['empty'],
    };
    const none = { total_calls: 0, avg_duration: null };
    expect((await client.ask(query)).rows).toEqual([
      { time: '2026-03-09', ...none },
      { time: '2026-03-10', ...none },
    ]);
    await client.send(aCall('a', { duration_seconds: 7, agent_id: 'x' }));
    expect((await client.askTwice(query)).rows).toEqual([
      { time: '2026-03-09', ...none },
      { time: '2026-03-10', total_calls: 1, avg_duration: 7 },
    ]);
    const byAgent = await client.ask({ ...query, dimensions: ['agent', 'time:day'] });
    expect(byAgent.rows).toEqual([
      { agent: 'x', agent_name: 'x', time: '2026-03-09', ...none },
      { agent: 'x', agent_name: 'x', time: '2026-03-10', total_calls: 1, avg_duration: 7 },
    ]);
  });

  test('members without data are never invented', async () => {
    const client = await queryClient();
    await client.send({ type: 'agent', id: 'x', name: 'X' });
    const { rows } = await client.ask({ ...BY_AGENT, dimensions: ['agent', 'time:day'], include: ['empty'] });
    expect(rows).toEqual([]);
  });
});

describe('which members have a row', () => {
  const ask = async (metric: string) => {
    const client = await withCalls();
    const bearer = await client.tenant.token('tenant_admin');
    const own = { ...NET, name: 'net', numerator: { calls_completed: 1, calls_missed: -2 } };
    await call('/api/v1/metrics', { method: 'POST', bearer, body: own });
    const { rows } = await client.askTwice({ ...BY_AGENT, metrics: [metric], order: [{ by: 'agent' }] });
    return rows.map((row) => [row.agent, row[metric]]);
  };

  test.each<[metric: string, rows: [string | null, number][]]>([
    [
      'total_calls',
      [
        ['y', 1],
        ['x', 3],
        ['z', 1],
        [null, 1],
      ],
    ],
    // A count of 0 makes no row, whether it counts a part or is a difference.
    [
      'missed_calls',
      [
        ['x', 1],
        ['z', 1],
      ],
    ],
    [
      'failed_calls',
      [
        ['x', 1],
        ['z', 1],
      ],
    ],
    // A rate of 0 has something to divide by.
    [
      'completion_rate',
      [
        ['y', 100],
        ['x', 66.7],
        ['z', 0],
        [null, 100],
      ],
    ],
    // Of x, 2 completed calls and a missed one that weighs 2 cancel out.
    [
      'net',
      [
        ['y', 1],
        ['x', 0],
        ['z', -2],
        [null, 1],
      ],
    ],
  ])('%s', async (metric, rows) => {
    expect(await ask(metric)).toEqual(rows);
  });
});

describe('compare', () => {
  const FEBRUARY = '2026-02-10T12:00:00Z';

  test('row by row, with the change as a fraction', async () => {
    const client = await queryClient();
    await client.send(
      ...times(3, (index) => aCall(`x${index}`, { agent_id: 'x' })),
      aCall('y', { agent_id: 'y' }),
      aCall('x0', { agent_id: 'x', started_at: FEBRUARY }),
      aCall('x00', { agent_id: 'x', started_at: FEBRUARY, status: 'missed' }),
      aCall('gone', { agent_id: 'gone', started_at: FEBRUARY }),
    );
    const query = {
      ...BY_AGENT,
      metrics: ['total_calls', 'completion_rate'],
      compare: 'previous',
      include: ['totals'],
    };
    const answer = await client.askTwice(query);
    expect(answer).toMatchObject({
      rows: [
        { agent: 'x', total_calls: 3, completion_rate: 100 },
        { agent: 'y', total_calls: 1, completion_rate: 100 },
      ],
      previous: [
        { agent: 'x', agent_name: 'x', total_calls: 2, completion_rate: 50 },
        { agent: 'y', agent_name: 'y', total_calls: 0, completion_rate: null },
      ],
      change: [
        { total_calls: 0.5, completion_rate: 1 },
        { total_calls: null, completion_rate: null },
      ],
      totals: { total_calls: 4, completion_rate: 100 },
      previous_totals: { total_calls: 3, completion_rate: 66.7 },
      compared_period: { from: '2026-02-01T00:00:00Z', to: '2026-03-01T00:00:00Z' },
    });
    const vanished = await client.ask({ ...query, include: ['vanished'] });
    expect(agents(vanished)).toEqual(['x', 'y', 'gone']);
    expect(vanished.rows[2]).toEqual({
      agent: 'gone',
      agent_name: 'gone',
      total_calls: 0,
      completion_rate: null,
    });
    expect(vanished.change![2]).toEqual({ total_calls: -1, completion_rate: null });
  });

  test('buckets by their place: a longer month has days without an earlier one', async () => {
    const client = await queryClient();
    await client.send(
      aCall('a', { started_at: '2026-03-01T12:00:00Z' }),
      aCall('b', { started_at: '2026-02-01T12:00:00Z' }),
      aCall('c', { started_at: '2026-03-31T12:00:00Z' }),
    );
    const answer = await client.askTwice({
      metrics: ['total_calls'],
      dimensions: ['time:day'],
      period: MARCH,
      compare: 'previous',
    });
    expect(answer.rows.map(({ time }) => time)).toEqual(['2026-03-01', '2026-03-31']);
    expect(answer.previous).toEqual([
      { time: '2026-02-01', total_calls: 1 },
      { time: null, total_calls: null },
    ]);
    expect(answer.change).toEqual([{ total_calls: 0 }, { total_calls: null }]);
  });

  test('hours of the day by their value', async () => {
    const client = await queryClient();
    await client.send(aCall('a'), aCall('b', { started_at: '2026-02-20T12:59:00Z' }));
    const { rows, previous } = await client.askTwice({
      metrics: ['total_calls'],
      dimensions: ['time:hour_of_day'],
      period: MARCH,
      compare: 'previous_year',
      include: [],
    });
    expect([rows, previous]).toEqual([[{ time: 12, total_calls: 1 }], [{ time: 12, total_calls: 0 }]]);
  });
});

describe('precision', () => {
  test('exact has up to six decimals', async () => {
    const client = await withCalls();
    const { rows } = await client.askTwice({
      ...BY_AGENT,
      metrics: ['completion_rate'],
      precision: 'exact',
      filters: [{ dimension: 'agent', in: ['x'] }],
    });
    expect(rows).toEqual([{ agent: 'x', agent_name: 'Zoë', completion_rate: 66.666667 }]);
  });

  test('units are rounded once, from the exact value', async () => {
    const client = await queryClient();
    await client.send(
      aCall('a', { cost: { llm: 0.0125 }, duration_seconds: 1, sentiment: { score: 0.125 } }),
      aCall('b', { cost: { llm: 0.0125 }, duration_seconds: 2, wait_seconds: 3 }),
      aRating('e', 'a', 4),
      aRating('f', 'b', 5),
    );
    const { rows } = await client.askTwice({
      metrics: ['total_cost', 'cost_per_conversation', 'avg_duration', 'avg_sentiment', 'average_rating'],
      period: MARCH,
    });
    expect(rows).toEqual([
      {
        total_cost: 0.03,
        cost_per_conversation: 0.013,
        avg_duration: 1.5,
        avg_sentiment: 0.13,
        average_rating: 4.5,
      },
    ]);
  });
});
