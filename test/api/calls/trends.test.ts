import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aRating } from '../../support/records.ts';
import { callsClient } from './client.ts';

/** A bucket without calls. */
const EMPTY = { total_calls: 0, completed_calls: 0, avg_duration: null, avg_rating: null, new_customers: 0 };
type Figures = Partial<Record<keyof typeof EMPTY, number | null>>;

function series(...buckets: [date: string, figures?: Figures][]) {
  return buckets.map(([date, figures]) => ({ date, ...EMPTY, ...figures }));
}

const one: Figures = { total_calls: 1, completed_calls: 1 };
const two: Figures = { total_calls: 2, completed_calls: 2 };

test('each figure of a bucket; a rating counts on the day that it was given', async () => {
  const client = await callsClient();
  await client.send(
    aCall('a', { duration_seconds: 100, customer: { id: 'x' } }),
    aCall('b', { duration_seconds: 103, customer: { id: 'x' } }),
    aCall('c', { status: 'missed', duration_seconds: 900, customer: { id: 'y' } }),
    aCall('d', { status: 'open', customer: { id: 'z' } }),
    aRating('e', 'a', 5),
    aRating('f', 'a', 2, { responded_at: '2026-03-12T00:00:00Z' }),
    aRating('g', 'c', 1, { responded_at: '2026-03-12T23:59:59Z' }),
    aRating('h', 'c', 1, { responded_at: '2026-03-13T00:00:00Z' }),
  );
  expect(await client.readTwice('trends', { date_from: '2026-03-09', date_to: '2026-03-12' })).toEqual(
    series(
      ['2026-03-09'],
      [
        '2026-03-10',
        { total_calls: 3, completed_calls: 2, avg_duration: 102, avg_rating: 5, new_customers: 2 },
      ],
      ['2026-03-11'],
      ['2026-03-12', { avg_rating: 1.5 }],
    ),
  );
});

describe('buckets', () => {
  const CASES: [
    title: string,
    zone: string,
    params: Params,
    starts: string[],
    expected: ReturnType<typeof series>,
  ][] = [
    [
      'days are the default and hold their last second',
      'UTC',
      { date_from: '2026-02-27', date_to: '2026-03-01' },
      ['2026-02-28T23:59:59Z', '2026-03-01T00:00:00Z', '2026-03-01T23:59:59Z', '2026-03-02T00:00:00Z'],
      series(['2026-02-27'], ['2026-02-28', one], ['2026-03-01', two]),
    ],
    [
      'ISO weeks are labelled by their Monday; the ends hold only what lies in the period',
      'UTC',
      { date_from: '2026-01-28', date_to: '2026-02-10', granularity: 'week' },
      [
        '2026-01-27T12:00:00Z',
        '2026-01-28T00:00:00Z',
        '2026-02-01T23:59:59Z',
        '2026-02-09T00:00:00Z',
        '2026-02-10T12:00:00Z',
        '2026-02-11T00:00:00Z',
      ],
      series(['2026-01-26', two], ['2026-02-02'], ['2026-02-09', two]),
    ],
    [
      'the week of New Year is one',
      'UTC',
      { date_from: '2024-12-29', date_to: '2025-01-05', granularity: 'week' },
      ['2024-12-29T12:00:00Z', '2024-12-31T12:00:00Z', '2025-01-05T12:00:00Z'],
      series(['2024-12-23', one], ['2024-12-30', two]),
    ],
    [
      'months are labelled by their first, also where the period begins later',
      'UTC',
      { date_from: '2025-12-15', date_to: '2026-02-03', granularity: 'month' },
      ['2025-12-14T23:59:59Z', '2025-12-15T00:00:00Z', '2026-02-03T23:59:59Z', '2026-02-04T00:00:00Z'],
      series(['2025-12-01', one], ['2026-01-01'], ['2026-02-01', one]),
    ],
    [
      'instants cut days, and the last second counts',
      'UTC',
      { date_from: '2026-03-10T12:00:00Z', date_to: '2026-03-12T06:30:00Z' },
      [
        '2026-03-10T11:59:59Z',
        '2026-03-10T12:00:00Z',
        '2026-03-11T00:00:00Z',
        '2026-03-12T06:30:00Z',
        '2026-03-12T06:30:01Z',
      ],
      series(['2026-03-10', one], ['2026-03-11', one], ['2026-03-12', one]),
    ],
    [
      'a period of one second',
      'UTC',
      { date_from: '2026-03-10T12:00:00Z', date_to: '2026-03-10T12:00:00Z', granularity: 'month' },
      ['2026-03-10T12:00:00Z', '2026-03-10T12:00:01Z'],
      series(['2026-03-01', one]),
    ],
    [
      'days of Kathmandu begin at 18:15 UTC',
      'Asia/Kathmandu',
      { date_from: '2026-03-10', date_to: '2026-03-11' },
      ['2026-03-09T18:14:59Z', '2026-03-09T18:15:00Z', '2026-03-10T18:14:59Z', '2026-03-10T18:15:00Z'],
      series(['2026-03-10', two], ['2026-03-11', one]),
    ],
    [
      'a day of 23 hours',
      'Europe/Paris',
      { date_from: '2026-03-29', date_to: '2026-03-30' },
      ['2026-03-28T23:00:00Z', '2026-03-29T21:59:59Z', '2026-03-29T22:00:00Z'],
      series(['2026-03-29', two], ['2026-03-30', one]),
    ],
    [
      'a day of 25 hours, and a week and a month with it',
      'Europe/Paris',
      { date_from: '2026-10-25', date_to: '2026-10-26' },
      ['2026-10-24T22:00:00Z', '2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z'],
      series(['2026-10-25', two], ['2026-10-26', one]),
    ],
    [
      'weeks across both changes of clocks end at local midnight',
      'Europe/Paris',
      { date_from: '2026-10-19', date_to: '2026-11-01', granularity: 'week' },
      ['2026-10-25T22:59:59Z', '2026-10-25T23:00:00Z', '2026-11-01T22:59:59Z', '2026-11-01T23:00:00Z'],
      series(['2026-10-19', one], ['2026-10-26', two]),
    ],
    [
      'a local instant in the gap moves forward; one that comes twice is the first',
      'Europe/Paris',
      { date_from: '2026-03-29T02:30:00', date_to: '2026-10-25T02:30:00', granularity: 'month' },
      ['2026-03-29T01:29:59Z', '2026-03-29T01:30:00Z', '2026-10-25T00:30:00Z', '2026-10-25T01:30:00Z'],
      series(
        ['2026-03-01', one],
        ['2026-04-01'],
        ['2026-05-01'],
        ['2026-06-01'],
        ['2026-07-01'],
        ['2026-08-01'],
        ['2026-09-01'],
        ['2026-10-01', one],
      ),
    ],
    [
      'a date that begins at one o’clock',
      'America/Sao_Paulo',
      { date_from: '2018-11-03', date_to: '2018-11-04' },
      ['2018-11-04T02:59:59Z', '2018-11-04T03:00:00Z', '2018-11-05T01:59:59Z', '2018-11-05T02:00:00Z'],
      series(['2018-11-03', one], ['2018-11-04', two]),
    ],
    [
      'a date that a zone skipped is there, empty',
      'Pacific/Apia',
      { date_from: '2011-12-29', date_to: '2011-12-31' },
      ['2011-12-30T09:59:59Z', '2011-12-30T10:00:00Z'],
      series(['2011-12-29', one], ['2011-12-30'], ['2011-12-31', one]),
    ],
  ];

  test.each(CASES)('%s', async (_, zone, params, starts, expected) => {
    const records = starts.map((started, index) => aCall(`c${index}`, { started_at: started }));
    const [own, foreign] = [
      await callsClient({ timeZone: zone }),
      await callsClient({ timeZone: 'Asia/Tokyo' }),
    ];
    await own.send(...records);
    await foreign.send(...records);
    expect(await own.readTwice('trends', params)).toEqual(expected);
    expect(await foreign.readTwice('trends', { ...params, tz: zone })).toEqual(expected);
  });
});

test('1,096 days are 1,096 buckets', async () => {
  const client = await callsClient();
  await client.send(aCall('a', { started_at: '2025-12-31T23:59:59Z' }));
  const rows = (await client.readTwice('trends', {
    date_from: '2023-01-01',
    date_to: '2025-12-31',
  })) as unknown[];
  expect([rows.length, rows.at(-1)]).toEqual([1_096, series(['2025-12-31', one])[0]]);
});
