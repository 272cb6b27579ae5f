import { describe, expect, test } from 'vitest';
import { plusDays } from '../../oracle/time.ts';
import { problemIn } from '../../support/client.ts';
import type { Params } from '../../support/reads-client.ts';
import { aCall } from '../../support/records.ts';
import { aReview, NO_REVIEWS, qualityClient } from './client.ts';

interface Trends {
  dateFrom: string;
  dateTo: string;
  trends: { date: string; totalEvaluations: number }[];
}

describe('trends', () => {
  const CASES: [
    title: string,
    zone: string,
    params: Params,
    created: string[],
    dates: [from: string, to: string],
    expected: [date: string, count: number][],
  ][] = [
    [
      'days of Kathmandu begin at 18:15 UTC',
      'Asia/Kathmandu',
      { dateFrom: '2026-03-10', dateTo: '2026-03-11' },
      ['2026-03-09T18:14:59Z', '2026-03-09T18:15:00Z', '2026-03-10T18:14:59Z', '2026-03-10T18:15:00Z'],
      ['2026-03-10', '2026-03-11'],
      [
        ['2026-03-10', 2],
        ['2026-03-11', 1],
      ],
    ],
    [
      'weeks begin on Monday; the first holds what lies in the period',
      'UTC',
      { dateFrom: '2026-03-05', dateTo: '2026-03-16', granularity: 'weekly' },
      ['2026-03-04T23:59:59Z', '2026-03-05T00:00:00Z', '2026-03-08T23:59:59Z', '2026-03-16T23:59:59Z'],
      ['2026-03-05', '2026-03-16'],
      [
        ['2026-03-02', 2],
        ['2026-03-09', 0],
        ['2026-03-16', 1],
      ],
    ],
    [
      'months by their first; instants cut them, and the last second counts',
      'Europe/Paris',
      { dateFrom: '2026-03-29T02:30:00', dateTo: '2026-04-30T22:00:00Z', granularity: 'monthly' },
      [
        '2026-03-29T01:29:59Z',
        '2026-03-29T01:30:00Z',
        '2026-04-30T21:59:59Z',
        '2026-04-30T22:00:00Z',
        '2026-04-30T22:00:01Z',
      ],
      ['2026-03-29', '2026-05-01'],
      [
        ['2026-03-01', 1],
        ['2026-04-01', 1],
        ['2026-05-01', 1],
      ],
    ],
  ];

  test.each(CASES)('%s', async (_, zone, params, created, [dateFrom, dateTo], expected) => {
    const records = [
      aCall('c'),
      ...created.map((at, index) => aReview(`r${index}`, 'c', { created_at: at })),
    ];
    const own = await qualityClient({ timeZone: zone });
    const foreign = await qualityClient({ timeZone: 'Asia/Tokyo' });
    await own.send(...records);
    await foreign.send(...records);
    for (const answer of [
      await own.readTwice('trends', params),
      await foreign.readTwice('trends', { ...params, tz: zone }),
    ] as Trends[]) {
      expect([answer.dateFrom, answer.dateTo]).toEqual([dateFrom, dateTo]);
      expect(answer.trends.map(({ date, totalEvaluations }) => [date, totalEvaluations])).toEqual(expected);
    }
  });

  test('a bucket has every figure', async () => {
    const client = await qualityClient();
    await client.send(
      aCall('c', { duration_seconds: 30 }),
      aReview('a', 'c', { score: 9, sentiment: 'positive' }),
      aReview('b', 'c', { status: 'failed' }),
    );
    expect(await client.readTwice('trends', { dateFrom: '2026-03-09', dateTo: '2026-03-10' })).toEqual({
      dateFrom: '2026-03-09',
      dateTo: '2026-03-10',
      granularity: 'daily',
      trends: [
        { date: '2026-03-09', ...NO_REVIEWS },
        {
          date: '2026-03-10',
          totalEvaluations: 2,
          completedEvaluations: 1,
          averageScore: 9,
          sentimentBreakdown: { positive: 1, neutral: 0, negative: 0 },
          averageDurationSeconds: 30,
        },
      ],
    });
  });
});

test('by default today and the 30 dates before it', async () => {
  const client = await qualityClient();
  const [today, then] = [0, 1].map(() => new Date().toISOString().slice(0, 10)) as [string, string];
  const answer = (await client.read('trends')) as Trends;
  expect([today, then]).toContain(answer.dateTo);
  expect([answer.dateFrom, answer.trends.length]).toEqual([plusDays(answer.dateTo, -30), 31]);
  const to = (await client.read('summary', { dateTo: '2026-03-31' })) as Trends;
  expect([to.dateFrom, to.dateTo]).toEqual(['2026-03-01', '2026-03-31']);
});

describe('what is refused', () => {
  const REFUSED: [route: string, params: Params, path: string][] = [
    ['summary', { dateFrom: '2026-03-02', dateTo: '2026-03-01' }, 'dateFrom'],
    ['summary', { dateFrom: '2020-01-01', dateTo: '2026-03-01' }, 'dateFrom'],
    ['campaigns', { dateFrom: '2026-02-30' }, 'dateFrom'],
    ['call-centers', { dateTo: 'today' }, 'dateTo'],
    ['executives', { tz: 'Mars/Base' }, 'tz'],
    ['trends', { granularity: 'day' }, 'granularity'],
    ['summary', { granularity: 'daily' }, 'granularity'],
    ['summary', { campaign_id: 'm' }, 'campaign_id'],
  ];

  test.each(REFUSED)('%s %j', async (route, params, path) => {
    const client = await qualityClient();
    const { status, errors } = await problemIn(await client.get(route, params));
    expect([status, errors?.map((error) => error.path)]).toEqual([400, [path]]);
  });
});
