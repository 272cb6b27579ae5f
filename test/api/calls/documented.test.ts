import { beforeAll, describe, expect, test } from 'vitest';
import type { Params, ReadsClient } from '../../support/reads-client.ts';
import { aCall, aRating } from '../../support/records.ts';
import { callsClient, NO_CALLS } from './client.ts';

const SALES = '4f1c2d3e-0000-4000-8000-000000000001';

let full: ReadsClient;
let empty: ReadsClient;

/** Ten calls of two agents on the 1st, 2nd and 17th of February 2026, ratings on three of them. */
beforeAll(async () => {
  [full, empty] = [await callsClient(), await callsClient()];
  const joao = { agent_id: 'u1', department_id: SALES, duration_seconds: 300, wait_seconds: 12 };
  const maria = { agent_id: 'u2', duration_seconds: 200, wait_seconds: 9 };
  const at = (started_at: string, customer: string) => ({ started_at, customer: { id: customer } });
  await full.send(
    { type: 'agent', id: 'u1', name: 'João Silva' },
    { type: 'agent', id: 'u2', name: 'Maria Santos' },
    { type: 'department', id: SALES, name: 'Sales' },
    aCall('c1', { ...joao, ...at('2026-02-01T08:05:00Z', 'x') }),
    aCall('c2', { ...joao, ...at('2026-02-01T09:05:00Z', 'x') }),
    aCall('c3', { ...joao, ...at('2026-02-01T09:35:00Z', 'y'), status: 'missed' }),
    aCall('c4', { ...joao, ...at('2026-02-02T09:00:00Z', 'z'), duration_seconds: 301 }),
    aCall('c5', { ...maria, ...at('2026-02-02T14:00:00Z', 'z') }),
    aCall('c6', { ...maria, ...at('2026-02-17T14:59:59Z', 'v') }),
    aCall('c7', { ...maria, ...at('2026-02-17T17:00:00Z', 'v'), status: 'cancelled' }),
    aCall('c8', { ...maria, ...at('2026-02-17T17:00:01Z', 'v'), status: 'abandoned' }),
    aRating('e1', 'c1', 5, { responded_at: '2026-02-01T08:20:00Z' }),
    aRating('e2', 'c4', 4, { responded_at: '2026-02-02T10:00:00Z' }),
    aRating('e3', 'c5', 2, { responded_at: '2026-02-02T15:00:00Z' }),
  );
});

const JOAO = {
  user_id: 'u1',
  user_name: 'João Silva',
  total_calls: 4,
  completed_calls: 3,
  missed_calls: 1,
  avg_duration: 300,
  avg_wait_time: 12,
  avg_rating: 4.5,
  total_duration: 901,
  satisfaction_rate: 100,
};
const MARIA = {
  user_id: 'u2',
  user_name: 'Maria Santos',
  total_calls: 4,
  completed_calls: 2,
  missed_calls: 1,
  avg_duration: 200,
  avg_wait_time: 9,
  avg_rating: 2,
  total_duration: 400,
  satisfaction_rate: 0,
};

const NO_TREND = {
  total_calls: 0,
  completed_calls: 0,
  avg_duration: null,
  avg_rating: null,
  new_customers: 0,
};
const FIRST = { total_calls: 3, completed_calls: 2, avg_duration: 300, avg_rating: 5, new_customers: 2 };
const SECOND = { total_calls: 2, completed_calls: 2, avg_duration: 251, avg_rating: 3, new_customers: 1 };
const SEVENTEENTH = {
  total_calls: 3,
  completed_calls: 1,
  avg_duration: 200,
  avg_rating: null,
  new_customers: 1,
};

const days = (figures: Record<number, object>, last: number) =>
  Array.from({ length: last }, (_, index) => ({
    date: `2026-02-${String(index + 1).padStart(2, '0')}`,
    ...NO_TREND,
    ...figures[index + 1],
  }));

const FEBRUARY = { date_from: '2026-02-01', date_to: '2026-02-18' };

/** Requests as the reference documents them, over a tenant with calls and over one without any. */
const DOCUMENTED: [title: string, route: string, params: Params, data: unknown, nothing: unknown][] = [
  [
    'overview',
    'overview',
    FEBRUARY,
    {
      total_calls: 8,
      completed_calls: 5,
      missed_calls: 2,
      cancelled_calls: 1,
      avg_duration: 260,
      avg_wait_time: 11,
      avg_rating: 3.7,
      total_customers: 4,
      new_customers: 4,
      completion_rate: 62.5,
      satisfaction_rate: 66.7,
    },
    NO_CALLS,
  ],
  [
    'overview of a department',
    'overview',
    { ...FEBRUARY, department_id: SALES },
    {
      total_calls: 4,
      completed_calls: 3,
      missed_calls: 1,
      cancelled_calls: 0,
      avg_duration: 300,
      avg_wait_time: 12,
      avg_rating: 4.5,
      total_customers: 3,
      new_customers: 3,
      completion_rate: 75,
      satisfaction_rate: 100,
    },
    NO_CALLS,
  ],
  [
    'hourly',
    'hourly',
    { date_from: '2026-02-01', date_to: '2026-02-18' },
    [
      { hour: 8, total: 1, completed: 1, missed: 0 },
      { hour: 9, total: 3, completed: 2, missed: 1 },
      { hour: 14, total: 2, completed: 2, missed: 0 },
      { hour: 17, total: 2, completed: 0, missed: 1 },
    ],
    [],
  ],
  ['agents', 'agents', FEBRUARY, [JOAO, MARIA], []],
  [
    'agents by duration',
    'agents',
    { ...FEBRUARY, sort_by: 'avg_duration', sort_order: 'asc' },
    [MARIA, JOAO],
    [],
  ],
  [
    'agents by rating',
    'agents',
    { ...FEBRUARY, sort_by: 'avg_rating', sort_order: 'desc' },
    [JOAO, MARIA],
    [],
  ],
  ['agents of a department', 'agents', { ...FEBRUARY, department_id: SALES }, [JOAO], []],
  [
    'trends by day',
    'trends',
    { ...FEBRUARY, granularity: 'day' },
    days({ 1: FIRST, 2: SECOND, 17: SEVENTEENTH }, 18),
    days({}, 18),
  ],
  [
    'trends by week',
    'trends',
    { ...FEBRUARY, granularity: 'week' },
    [
      { date: '2026-01-26', ...FIRST },
      { date: '2026-02-02', ...SECOND },
      { date: '2026-02-09', ...NO_TREND },
      { date: '2026-02-16', ...SEVENTEENTH },
    ],
    ['2026-01-26', '2026-02-02', '2026-02-09', '2026-02-16'].map((date) => ({ date, ...NO_TREND })),
  ],
  [
    'trends by month',
    'trends',
    { ...FEBRUARY, granularity: 'month' },
    [
      {
        date: '2026-02-01',
        total_calls: 8,
        completed_calls: 5,
        avg_duration: 260,
        avg_rating: 3.7,
        new_customers: 4,
      },
    ],
    [{ date: '2026-02-01', ...NO_TREND }],
  ],
];

describe.each(DOCUMENTED)('documented: %s', (_, route, params, data, nothing) => {
  test('of a tenant with calls', async () => {
    expect(await full.readTwice(route, params)).toEqual(data);
  });

  test('of a tenant without', async () => {
    expect(await empty.readTwice(route, params)).toEqual(nothing);
  });

  test('is JSON and tells its cost', async () => {
    const response = await full.get(route, params);
    await response.body?.cancel();
    expect([response.status, response.headers.get('Content-Type')]).toEqual([200, 'application/json']);
    expect(response.headers.get('Server-Timing')).toMatch(
      /^d1;dur=[\d.]+;desc="trips=\d+ read=\d+ written=0"$/,
    );
  });
});

test('without any parameter, every route answers a tenant of nothing', async () => {
  const client = await callsClient();
  const trends = (await client.read('trends')) as object[];
  expect([await client.read('overview'), await client.read('hourly'), await client.read('agents')]).toEqual([
    NO_CALLS,
    [],
    [],
  ]);
  expect(trends).toEqual(
    trends.map(() => ({ date: expect.stringMatching(/^\d{4}-\d\d-\d\d$/), ...NO_TREND })),
  );
  expect(trends.length).toBe(31);
});
