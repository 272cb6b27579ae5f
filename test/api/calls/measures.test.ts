import { expect, test } from 'vitest';
import { aCall, aRating, removal, type Sent, times } from '../../support/records.ts';
import { callsClient, NO_CALLS } from './client.ts';

const MARCH = { date_from: '2026-03-01', date_to: '2026-03-31' };

/** What is sent, and what then differs from the overview of no calls. */
type Case = [title: string, records: Sent[], figures: Partial<Record<keyof typeof NO_CALLS, number | null>>];

const ONE = { total_calls: 1, completed_calls: 1, completion_rate: 100 };
const ONE_EACH: Sent[] = ['completed', 'missed', 'abandoned', 'cancelled', 'failed', 'open'].map((status) =>
  aCall(status, { status }),
);

const STATUSES: Case[] = [
  ['nothing', [], {}],
  ['a completed call', [aCall('c')], ONE],
  ['missed: nobody answered', [aCall('c', { status: 'missed' })], MISSED()],
  ['abandoned counts as missed', [aCall('c', { status: 'abandoned' })], MISSED()],
  ['cancelled', [aCall('c', { status: 'cancelled' })], CANCELLED()],
  ['failed counts as cancelled', [aCall('c', { status: 'failed' })], CANCELLED()],
  [
    'an open call counts nowhere, with its customer, wait and rating',
    [
      aCall('c', { status: 'open', duration_seconds: 9, wait_seconds: 9, customer: { id: 'x' } }),
      aRating('e', 'c', 5),
    ],
    {},
  ],
  [
    'a conversation counts nowhere, with its customer and rating',
    [
      aCall('c', { kind: 'conversation', channel: 'voice', duration_seconds: 9, customer: { id: 'x' } }),
      aRating('e', 'c', 5),
    ],
    {},
  ],
  [
    'one of each status: completed + missed + cancelled = total',
    ONE_EACH,
    { total_calls: 5, completed_calls: 1, missed_calls: 2, cancelled_calls: 2, completion_rate: 20 },
  ],
  ['an open call that ends counts', [aCall('c', { status: 'open' }), aCall('c')], ONE],
  ['a call that was deleted does not', [aCall('c'), removal('interaction', 'c')], {}],
  [
    'nor does a call that turned into a conversation',
    [aCall('c'), aCall('c', { kind: 'conversation', channel: 'chat' })],
    {},
  ],
];

function MISSED() {
  return { total_calls: 1, missed_calls: 1, completion_rate: 0 };
}

function CANCELLED() {
  return { total_calls: 1, cancelled_calls: 1, completion_rate: 0 };
}

const TIMES: Case[] = [
  [
    'durations of completed calls only',
    [aCall('a', { duration_seconds: 100 }), aCall('b', { status: 'failed', duration_seconds: 900 })],
    { ...ONE, total_calls: 2, cancelled_calls: 1, completion_rate: 50, avg_duration: 100 },
  ],
  [
    'a completed call without duration is in no average',
    [aCall('a', { duration_seconds: 100 }), aCall('b')],
    { total_calls: 2, completed_calls: 2, completion_rate: 100, avg_duration: 100 },
  ],
  ['a duration of 0 is in the average', [aCall('a', { duration_seconds: 0 })], { ...ONE, avg_duration: 0 }],
  [
    'a duration derived from answer and end, a wait from start and answer',
    [aCall('a', { answered_at: '2026-03-10T12:00:20Z', ended_at: '2026-03-10T12:05:25Z' })],
    { ...ONE, avg_duration: 305, avg_wait_time: 20 },
  ],
  [
    'a duration sent wins over the derived one',
    [
      aCall('a', {
        answered_at: '2026-03-10T12:00:20Z',
        ended_at: '2026-03-10T12:05:25Z',
        duration_seconds: 7,
        wait_seconds: 3,
      }),
    ],
    { ...ONE, avg_duration: 7, avg_wait_time: 3 },
  ],
  [
    'an end more than a year after the answer gives no duration',
    [aCall('a', { answered_at: '2026-03-10T12:10:00Z', ended_at: '2027-03-11T12:10:01Z' })],
    { ...ONE, avg_wait_time: 600 },
  ],
  [
    'an end at the answer gives a duration of 0',
    [aCall('a', { answered_at: '2026-03-10T12:10:00Z', ended_at: '2026-03-10T12:10:00Z' })],
    { ...ONE, avg_duration: 0, avg_wait_time: 600 },
  ],
  [
    'waits of completed calls that have one: neither a missed call nor an absent wait counts',
    [
      aCall('a', { wait_seconds: 10 }),
      aCall('b', { wait_seconds: 0 }),
      aCall('c'),
      aCall('d', { status: 'abandoned', wait_seconds: 500 }),
    ],
    { total_calls: 4, completed_calls: 3, missed_calls: 1, completion_rate: 75, avg_wait_time: 5 },
  ],
  ['1.5 s is shown as 2', lasting(1, 2), { ...all(2), avg_duration: 2 }],
  ['2.5 s is shown as 3', lasting(2, 3), { ...all(2), avg_duration: 3 }],
  ['2.33 s is shown as 2', lasting(2, 2, 3), { ...all(3), avg_duration: 2 }],
  ['seven days and no average of averages', lasting(604_800, 0, 0), { ...all(3), avg_duration: 201_600 }],
  ['a year', lasting(31_622_400, 0), { ...all(2), avg_duration: 15_811_200 }],
];

function lasting(...seconds: number[]): Sent[] {
  return seconds.map((duration, index) => aCall(`c${index}`, { duration_seconds: duration }));
}

function all(calls: number) {
  return { total_calls: calls, completed_calls: calls, completion_rate: 100 };
}

const ROUNDING: Case[] = [
  ['1/16 = 6.25 %', completedOf(1, 16), { ...shares(1, 16), completion_rate: 6.3 }],
  [
    '23/80 = 28.75 %, which binary fractions miss',
    completedOf(23, 80),
    { ...shares(23, 80), completion_rate: 28.8 },
  ],
  ['2/3', completedOf(2, 3), { ...shares(2, 3), completion_rate: 66.7 }],
  ['799/800 = 99.875 %, not 100', completedOf(799, 800), { ...shares(799, 800), completion_rate: 99.9 }],
  [
    '87/20 = 4.35 stars, which binary fractions miss; 20 of 20 are satisfied',
    [aCall('c'), ...times(20, (index) => aRating(`e${index}`, 'c', index <= 7 ? 5 : 4))],
    { ...ONE, avg_rating: 4.4, satisfaction_rate: 100 },
  ],
  [
    '41/20 = 2.05 stars',
    [aCall('c'), ...times(20, (index) => aRating(`e${index}`, 'c', index <= 1 ? 3 : 2))],
    { ...ONE, avg_rating: 2.1, satisfaction_rate: 0 },
  ],
];

function completedOf(completed: number, total: number): Sent[] {
  return times(total, (index) => aCall(`c${index}`, { status: index <= completed ? 'completed' : 'missed' }));
}

function shares(completed: number, total: number) {
  return { total_calls: total, completed_calls: completed, missed_calls: total - completed };
}

const RATINGS: Case[] = [
  [
    '4 and 5 satisfy, 3 does not',
    [aCall('c'), aRating('e', 'c', 4), aRating('f', 'c', 5), aRating('g', 'c', 3)],
    { ...ONE, avg_rating: 4, satisfaction_rate: 66.7 },
  ],
  [
    'an answer without a rating is in neither',
    [aCall('c'), aRating('e', 'c', null), aRating('f', 'c', 2)],
    { ...ONE, avg_rating: 2, satisfaction_rate: 0 },
  ],
  ['only answers without a rating', [aCall('c'), aRating('e', 'c', null)], ONE],
  [
    'a rating of a missed call counts',
    [aCall('c', { status: 'missed' }), aRating('e', 'c', 1)],
    { ...MISSED(), avg_rating: 1, satisfaction_rate: 0 },
  ],
  ['a rating of a call that never came counts nowhere', [aRating('e', 'c', 5)], {}],
  [
    'a rating before its call counts once the call comes',
    [aRating('e', 'c', 5), aCall('c')],
    { ...ONE, avg_rating: 5, satisfaction_rate: 100 },
  ],
  [
    'a rating changed',
    [aCall('c'), aRating('e', 'c', 5), aRating('e', 'c', 3)],
    { ...ONE, avg_rating: 3, satisfaction_rate: 0 },
  ],
  [
    'a rating moved to another call',
    [aCall('c'), aCall('o', { status: 'open' }), aRating('e', 'c', 5), aRating('e', 'o', 5)],
    ONE,
  ],
  ['a rating deleted', [aCall('c'), aRating('e', 'c', 5), removal('evaluation', 'e')], ONE],
  [
    'a rating that went with its call stays removed',
    [aCall('c'), aRating('e', 'c', 5), removal('interaction', 'c'), aCall('c')],
    ONE,
  ],
];

test.each([...STATUSES, ...TIMES, ...ROUNDING, ...RATINGS])(
  'figures of calls: %s',
  async (_, records, figures) => {
    const client = await callsClient();
    await client.send(...records);
    expect(await client.readTwice('overview', MARCH)).toEqual({ ...NO_CALLS, ...figures });
  },
);

test.each([...STATUSES, ...TIMES, ...RATINGS])(
  '%s, each record refreshed on its own',
  async (_, records, figures) => {
    const client = await callsClient();
    for (const record of records) {
      await client.send(record);
      await client.refresh();
    }
    expect(await client.read('overview', MARCH)).toEqual({ ...NO_CALLS, ...figures });
  },
);
