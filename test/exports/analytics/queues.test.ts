import { expect, test } from 'vitest';
import { aCall } from '../../support/records.ts';
import { analyticsClient } from './client.ts';

const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 10, 12) + seconds * 1_000).toISOString();
const figures = (
  offered: number,
  answered: number,
  abandoned: number,
  overflowed: number,
  ...rates: (number | null)[]
) => {
  const [service_level, average_speed_of_answer, abandonment_rate, average_handle_time] = rates;
  return {
    ...{ offered, answered, abandoned, overflowed },
    ...{ service_level, average_speed_of_answer, abandonment_rate, average_handle_time },
  };
};

/** Waited in sales until it timed out, then in support, where it was answered after 30 seconds. */
const OVERFLOWED = aCall('c1', {
  started_at: at(0),
  answered_at: at(90),
  ended_at: at(190),
  wait_seconds: 90,
  duration_seconds: 100,
  legs: [
    { queue_id: 'sales', started_at: at(0), ended_at: at(60), disposition: 'transferred' },
    {
      ...{ queue_id: 'support', agent_id: 'bob', disposition: 'answered', wrap_seconds: 20 },
      ...{ started_at: at(60), answered_at: at(90), ended_at: at(190) },
    },
  ],
});
const RECORDS = [
  { type: 'queue', id: 'sales', name: 'Sales' },
  OVERFLOWED,
  aCall('c2', { queue_id: 'sales', wait_seconds: 10, duration_seconds: 41 }),
  aCall('c3', { queue_id: 'sales', status: 'abandoned', wait_seconds: 33 }),
  aCall('c4', { wait_seconds: 4, duration_seconds: 60, started_at: '2026-03-11T12:00:00Z' }),
  aCall('out', { direction: 'outbound', queue_id: 'sales', duration_seconds: 999, wait_seconds: 5 }),
];

test('a row per queue and per day and queue, and totals in which a call with legs counts once', async () => {
  const client = await analyticsClient();
  await client.send(...RECORDS);
  const rows = await client.rows({ scope: 'queues', to: '2026-03-11' });
  const sales = { id: 'sales', name: 'Sales', ...figures(3, 1, 1, 1, 50, 10, 33.3, 41) };
  const support = { id: 'support', name: 'support', ...figures(1, 1, 0, 0, 0, 30, 0, 120) };
  const none = { id: null, name: null, ...figures(1, 1, 0, 0, 100, 4, 0, 60) };
  expect(rows).toEqual({
    queues_total: [figures(4, 3, 1, 0, 50, 34.7, 25, 73.7)],
    queues_by_day: [
      { date: '2026-03-10', ...figures(3, 2, 1, 0, 33.3, 50, 33.3, 80.5) },
      { date: '2026-03-11', ...figures(1, 1, 0, 0, 100, 4, 0, 60) },
    ],
    queue: [sales, support, none],
    queue_by_day: [
      { date: '2026-03-10', ...sales },
      { date: '2026-03-10', ...support },
      { date: '2026-03-11', ...none },
    ],
  });
});

test('days of another time zone, page by page, add up to the rows of the queues', async () => {
  const client = await analyticsClient({ timeZone: 'Europe/Paris' });
  await client.send(...RECORDS);
  const wanted = { scope: 'queues', from: '2026-02-01', to: '2026-04-30', tz: 'Asia/Kathmandu' } as const;
  const { queues_by_day, queue, queue_by_day } = await client.rows(wanted);
  expect(queues_by_day).toHaveLength(89);
  expect(queue?.map(({ id, offered }) => [id, offered])).toEqual([
    ['sales', 3],
    ['support', 1],
    [null, 1],
  ]);
  expect(queue_by_day?.map(({ date, id, offered }) => [date, id, offered])).toEqual([
    ['2026-03-10', 'sales', 3],
    ['2026-03-10', 'support', 1],
    ['2026-03-11', null, 1],
  ]);
});
