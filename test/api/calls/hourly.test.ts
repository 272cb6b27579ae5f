import { expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall } from '../../support/records.ts';
import { callsClient } from './client.ts';

type Row = [hour: number, total: number, completed: number, missed: number];

/** Calls given by start and, where not completed, status. */
type Starts = (string | [start: string, status: string])[];

const CASES: [title: string, tz: string, period: Params, calls: Starts, rows: Row[]][] = [
  ['no calls, no hours', 'UTC', on('2026-03-10'), [], []],
  [
    'total is all ended calls: cancelled ones too, open ones not',
    'UTC',
    on('2026-03-10'),
    [
      '2026-03-10T09:00:00Z',
      ['2026-03-10T09:15:00Z', 'missed'],
      ['2026-03-10T09:30:00Z', 'abandoned'],
      ['2026-03-10T09:45:00Z', 'cancelled'],
      ['2026-03-10T09:59:59Z', 'failed'],
      ['2026-03-10T10:00:00Z', 'open'],
    ],
    [[9, 5, 1, 2]],
  ],
  [
    'hours ascending as numbers, of several days together, empty ones left out',
    'UTC',
    { date_from: '2026-03-09', date_to: '2026-03-11' },
    ['2026-03-11T10:00:00Z', '2026-03-09T02:00:00Z', '2026-03-10T10:30:00Z', '2026-03-10T23:59:59Z'],
    [
      [2, 1, 1, 0],
      [10, 2, 2, 0],
      [23, 1, 1, 0],
    ],
  ],
  [
    'Kathmandu is 5:45 ahead: its day and its hours begin at a quarter past',
    'Asia/Kathmandu',
    on('2026-03-10'),
    [
      '2026-03-09T18:14:59Z',
      '2026-03-09T18:15:00Z',
      '2026-03-09T19:14:59Z',
      '2026-03-09T19:15:00Z',
      '2026-03-10T18:14:59Z',
      '2026-03-10T18:15:00Z',
    ],
    [
      [0, 2, 2, 0],
      [1, 1, 1, 0],
      [23, 1, 1, 0],
    ],
  ],
  [
    'clocks forward: hour 2 never comes, hour 3 follows 1',
    'Europe/Paris',
    on('2026-03-29'),
    [
      '2026-03-28T22:59:59Z',
      '2026-03-28T23:00:00Z',
      '2026-03-29T00:59:59Z',
      '2026-03-29T01:00:00Z',
      '2026-03-29T21:59:59Z',
      '2026-03-29T22:00:00Z',
    ],
    [
      [0, 1, 1, 0],
      [1, 1, 1, 0],
      [3, 1, 1, 0],
      [23, 1, 1, 0],
    ],
  ],
  [
    'clocks back: hour 2 comes twice and both count',
    'Europe/Paris',
    on('2026-10-25'),
    [
      '2026-10-24T22:00:00Z',
      '2026-10-25T00:30:00Z',
      '2026-10-25T01:30:00Z',
      '2026-10-25T02:00:00Z',
      '2026-10-25T22:59:59Z',
      '2026-10-25T23:00:00Z',
    ],
    [
      [0, 1, 1, 0],
      [2, 2, 2, 0],
      [3, 1, 1, 0],
      [23, 1, 1, 0],
    ],
  ],
  [
    'Lord Howe goes back by half an hour: 1:30 to 2:00 comes twice',
    'Australia/Lord_Howe',
    on('2026-04-05'),
    ['2026-04-04T14:45:00Z', '2026-04-04T15:15:00Z', '2026-04-04T15:29:59Z', '2026-04-04T15:30:00Z'],
    [
      [1, 3, 3, 0],
      [2, 1, 1, 0],
    ],
  ],
  [
    'clocks of St John’s went from 0:01 back to 23:01, a minute after a quarter',
    'America/St_Johns',
    { date_from: '2006-10-28', date_to: '2006-10-29' },
    [
      '2006-10-29T02:29:59Z',
      '2006-10-29T02:30:59Z',
      '2006-10-29T02:31:00Z',
      '2006-10-29T03:29:59Z',
      '2006-10-29T03:30:00Z',
    ],
    [
      [0, 2, 2, 0],
      [23, 3, 3, 0],
    ],
  ],
  [
    'an hour of Liberia in 1971, 44:30 behind UTC, which no quarter of an hour fits',
    'Africa/Monrovia',
    on('1971-06-01'),
    ['1971-06-01T00:44:29Z', '1971-06-01T00:44:30Z', '1971-06-01T01:44:29Z', '1971-06-01T01:44:30Z'],
    [
      [0, 2, 2, 0],
      [1, 1, 1, 0],
    ],
  ],
  [
    'a period of instants counts the last second',
    'UTC',
    { date_from: '2026-03-10T09:10:00Z', date_to: '2026-03-10T11:20:00Z' },
    ['2026-03-10T09:09:59Z', '2026-03-10T09:10:00Z', '2026-03-10T11:20:00Z', '2026-03-10T11:20:01Z'],
    [
      [9, 1, 1, 0],
      [11, 1, 1, 0],
    ],
  ],
];

function on(date: string): Params {
  return { date_from: date, date_to: date };
}

test.each(CASES)('calls by hour: %s', async (_, zone, period, calls, rows) => {
  const expected = rows.map(([hour, total, completed, missed]) => ({ hour, total, completed, missed }));
  const [own, foreign] = [
    await callsClient({ timeZone: zone }),
    await callsClient({ timeZone: 'America/Lima' }),
  ];
  const records = calls.map((call, index) => {
    const [started, status] = typeof call === 'string' ? [call, 'completed'] : call;
    return aCall(`c${index}`, { started_at: started, status });
  });
  await own.send(...records);
  await foreign.send(...records);
  expect(await own.readTwice('hourly', period)).toEqual(expected);
  expect(await foreign.readTwice('hourly', { ...period, tz: zone })).toEqual(expected);
});

test('of one department', async () => {
  const client = await callsClient();
  await client.send(
    aCall('a', { department_id: 'sales' }),
    aCall('b', { department_id: 'support' }),
    aCall('c'),
  );
  expect(await client.readTwice('hourly', { ...on('2026-03-10'), department_id: 'sales' })).toEqual([
    { hour: 12, total: 1, completed: 1, missed: 0 },
  ]);
  expect(await client.read('hourly', { ...on('2026-03-10'), department_id: 'nobody' })).toEqual([]);
});
