import { describe, expect, test } from 'vitest';
import { aCall, aChat, aRating, type Sent } from '../../support/records.ts';
import { type Answered, queryClient } from './client.ts';

const MARCH = { from: '2026-03-01', to: '2026-03-31' };
const DAY = { from: '2026-03-10', to: '2026-03-10' };

/** What is sent, what is asked, and the rows. */
type Case = [title: string, records: Sent[], query: Record<string, unknown>, rows: Answered['rows']];

const CASES: Case[] = [
  [
    'a metric without dimensions',
    [aCall('a'), aCall('b')],
    { metrics: ['total_calls'] },
    [{ total_calls: 2 }],
  ],
  [
    'a metric of nothing',
    [],
    { metrics: ['total_calls', 'completion_rate'] },
    [{ total_calls: 0, completion_rate: null }],
  ],
  [
    'members by their names, those without a value as null',
    [
      { type: 'agent', id: 'a-1', name: 'João Ávila' },
      aCall('a', { agent_id: 'a-1' }),
      aCall('b', { agent_id: 'a-1', status: 'missed' }),
      aCall('c'),
    ],
    { metrics: ['total_calls', 'completion_rate'], dimensions: ['agent'] },
    [
      { agent: 'a-1', agent_name: 'João Ávila', total_calls: 2, completion_rate: 50 },
      { agent: null, agent_name: null, total_calls: 1, completion_rate: 100 },
    ],
  ],
  [
    'two dimensions, the first metric descending, then names',
    [
      aCall('a', { agent_id: 'x', department_id: 'd1' }),
      aCall('b', { agent_id: 'x', department_id: 'd2' }),
      aCall('c', { agent_id: 'y', department_id: 'd1' }),
      aCall('d', { agent_id: 'y', department_id: 'd1' }),
    ],
    { metrics: ['total_calls'], dimensions: ['department', 'agent'] },
    [
      { department: 'd1', department_name: 'd1', agent: 'y', agent_name: 'y', total_calls: 2 },
      { department: 'd1', department_name: 'd1', agent: 'x', agent_name: 'x', total_calls: 1 },
      { department: 'd2', department_name: 'd2', agent: 'x', agent_name: 'x', total_calls: 1 },
    ],
  ],
  [
    'channels have no labels',
    [aCall('a'), aChat('b')],
    { metrics: ['ended'], dimensions: ['channel'] },
    [
      { channel: 'phone', ended: 1 },
      { channel: 'webchat', ended: 1 },
    ],
  ],
  [
    'days with data only',
    [aCall('a'), aCall('b', { started_at: '2026-03-12T00:00:00Z' })],
    { metrics: ['total_calls'], dimensions: ['time:day'] },
    [
      { time: '2026-03-10', total_calls: 1 },
      { time: '2026-03-12', total_calls: 1 },
    ],
  ],
  [
    'stats of a timing',
    [aCall('a', { duration_seconds: 60 }), aCall('b', { duration_seconds: 90 })],
    {
      metrics: [
        { metric: 'duration', stat: 'p90', as: 'slow' },
        { metric: 'duration', stat: 'sum' },
      ],
    },
    [{ slow: 90, duration_sum: 150 }],
  ],
  [
    'ratings count when they were given',
    [aCall('a', { started_at: '2026-02-28T23:00:00Z' }), aRating('e', 'a', 4)],
    {
      metrics: ['total_evaluations', 'total_calls'],
      dimensions: ['time:month'],
      period: { from: '2026-02-01', to: '2026-03-31' },
    },
    [
      { time: '2026-02-01', total_evaluations: 0, total_calls: 1 },
      { time: '2026-03-01', total_evaluations: 1, total_calls: 0 },
    ],
  ],
];

describe('rows', () => {
  test.each(CASES)('%s', async (_, records, query, rows) => {
    const client = await queryClient();
    if (records.length > 0) await client.send(...records);
    const answer = await client.askTwice({ period: MARCH, ...query });
    expect(answer.rows).toEqual(rows);
    expect(answer.page).toEqual({ limit: 100, after: null, rows: rows.length });
  });
});

test('the answer says what was asked and of which period', async () => {
  const client = await queryClient({ timeZone: 'Europe/Lisbon' });
  await client.send(aCall('a'));
  const answer = await client.ask({ metrics: ['total_calls'], dimensions: ['time:day'], period: DAY });
  expect(answer).toMatchObject({
    columns: [
      { name: 'time', kind: 'time', grain: 'day' },
      { name: 'total_calls', kind: 'metric', unit: 'count', exact: true },
    ],
    period: { from: '2026-03-10T00:00:00Z', to: '2026-03-11T00:00:00Z', time_zone: 'Europe/Lisbon' },
    partial: [],
    cut: [],
    query: {
      metrics: [{ metric: 'total_calls', as: 'total_calls' }],
      dimensions: ['time:day'],
      filters: [],
      having: [],
      period: DAY,
      time_zone: 'Europe/Lisbon',
      week_start: 'monday',
      compare: null,
      order: [{ by: 'time', direction: 'asc' }],
      limit: 100,
      after: null,
      include: [],
      precision: 'rounded',
      format: 'json',
    },
  });
  expect(await client.ask(answer.query)).toMatchObject({ rows: answer.rows, query: answer.query });
});
