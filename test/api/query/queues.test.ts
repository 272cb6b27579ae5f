import { expect, test } from 'vitest';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { queryClient } from './client.ts';

const PERIOD = { from: '2026-03-10', to: '2026-03-10' };

test.each<[string, Sent[], Record<string, number | null>]>([
  [
    'offered is what was answered, abandoned or overflowed',
    [
      aCall('a'),
      aCall('b', { status: 'missed' }),
      aChat('c', { status: 'abandoned' }),
      aChat('d', { status: 'overflowed' }),
      aCall('e', { status: 'cancelled' }),
      aCall('f', { status: 'failed' }),
      aCall('g', { status: 'open' }),
      aCall('h', { direction: 'outbound' }),
    ],
    { offered: 4, answered: 1, abandoned: 2, overflowed: 1, abandonment_rate: 50, created: 8 },
  ],
  [
    'overflowed calls are cancelled in the measures of calls',
    [aCall('a', { status: 'overflowed' }), aCall('b')],
    { total_calls: 2, cancelled_calls: 1, missed_calls: 0, completion_rate: 50 },
  ],
  [
    'waits',
    [
      aCall('a', { wait_seconds: 10 }),
      aCall('b', { wait_seconds: 20 }),
      aCall('c'),
      aCall('d', { status: 'abandoned', wait_seconds: 5 }),
      aCall('e', { status: 'missed', wait_seconds: 6 }),
      aCall('f', { status: 'overflowed', wait_seconds: 99 }),
    ],
    {
      average_speed_of_answer: 15,
      average_abandon_time: 5.5,
      longest_wait: 20,
      short_abandoned: 1,
      abandonment_rate: 33.3,
      net_abandonment_rate: 20,
    },
  ],
  [
    'handle time is talk, hold and wrap-up time together',
    [
      aCall('a', { duration_seconds: 100, hold_seconds: 20, holds: 2, wrap_seconds: 30 }),
      aCall('b', { duration_seconds: 60 }),
      aCall('c', { duration_seconds: 10, hold_seconds: 15 }),
      aCall('d', { hold_seconds: 50 }),
      aCall('e', { status: 'missed', duration_seconds: 9, hold_seconds: 9 }),
    ],
    {
      'talk_time.sum': 140,
      'hold_time.sum': 35,
      'wrap_time.sum': 30,
      'handle_time.sum': 205,
      'handle_time.p99': 130,
      'talk_time.p50': 60,
      handle_time: 68.3,
      hold_rate: 75,
    },
  ],
  [
    'reopened, of all interactions',
    [
      aChat('a', { reopens: 2 }),
      aChat('b', { reopens: 0 }),
      aChat('c', { status: 'open', reopened_at: '2026-03-11T00:00:00Z' }),
      aCall('d'),
    ],
    { reopen_rate: 50, created: 4 },
  ],
  [
    'nothing',
    [],
    {
      offered: 0,
      abandonment_rate: null,
      net_abandonment_rate: null,
      average_speed_of_answer: null,
      longest_wait: null,
      handle_time: null,
      hold_rate: null,
      reopen_rate: null,
      service_level: null,
    },
  ],
])('%s', async (_what, records, expected) => {
  const client = await queryClient();
  await client.send(...records);
  const metrics = Object.keys(expected).map((name, index) => {
    const [metric, stat] = name.split('.');
    return { metric, ...(stat && { stat }), as: `m${index}` };
  });
  const { rows } = await client.askTwice({ metrics, period: PERIOD });
  expect(rows).toEqual([
    Object.fromEntries(Object.values(expected).map((value, index) => [`m${index}`, value])),
  ]);
});

test('the wait counts from entering the queue', async () => {
  const client = await queryClient();
  await client.send(
    aCall('a', { queued_at: '2026-03-10T12:00:30Z', answered_at: '2026-03-10T12:00:40Z' }),
    aCall('b', { status: 'abandoned', queued_at: '2026-03-10T12:01:00Z', ended_at: '2026-03-10T12:01:04Z' }),
  );
  const metrics = ['average_speed_of_answer', 'average_abandon_time', 'avg_wait_time'];
  const { rows } = await client.askTwice({ metrics, period: PERIOD });
  expect(rows).toEqual([{ average_speed_of_answer: 10, average_abandon_time: 4, avg_wait_time: 10 }]);
});
