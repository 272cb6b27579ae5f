import { beforeAll, describe, expect, test } from 'vitest';
import type { Params, ReadsClient } from '../../support/reads-client.ts';
import { aCall, type Sent, times } from '../../support/records.ts';
import { aReview, NO_REVIEWS, named, qualityClient } from './client.ts';

const MARCH = { dateFrom: '2026-03-01', dateTo: '2026-03-31' };

describe('rows', () => {
  const LISTS: [route: string, field: string, dimension: string, type: string, prefix: string][] = [
    ['campaigns', 'campaigns', 'campaign_id', 'campaign', 'campaign'],
    ['call-centers', 'callCenters', 'call_center_id', 'call_center', 'callCenter'],
    ['executives', 'executives', 'agent_id', 'agent', 'executive'],
  ];

  test.each(LISTS)(
    '%s: most reviews first, ties by name, then id',
    async (route, field, dimension, type, prefix) => {
      const client = await qualityClient();
      const of = (id: string, count: number): Sent[] => [
        aCall(`of ${id}`, { [dimension]: id, duration_seconds: 60 }),
        ...times(count, (index) => aReview(`${id} ${index}`, `of ${id}`, { status: 'pending' })),
      ];
      await client.send(
        ...[
          ...of('x', 2),
          ...of('y', 2),
          ...of('z', 2),
          ...of('__proto__', 1),
          ...of('most', 3),
          ...of('none', 0),
        ],
        aReview('scored', 'of x', { score: 8, sentiment: 'positive', created_at: '2026-03-31T23:59:59Z' }),
        aReview('too late', 'of x', { created_at: '2026-04-01T00:00:00Z' }),
        aCall('of nobody'),
        aReview('in no row', 'of nobody'),
        ...[named(type, 'z', 'Same'), named(type, 'y', 'Same'), named(type, 'none', 'None')],
      );
      const row = (id: string, name: string, figures: object) => ({
        [`${prefix}Id`]: id,
        [`${prefix}Name`]: name,
        ...NO_REVIEWS,
        ...figures,
      });
      expect(await client.readTwice(route, MARCH)).toEqual({
        ...MARCH,
        [field]: [
          row('most', 'most', { totalEvaluations: 3 }),
          row('x', 'x', {
            totalEvaluations: 3,
            completedEvaluations: 1,
            averageScore: 8,
            sentimentBreakdown: { positive: 1, neutral: 0, negative: 0 },
            averageDurationSeconds: 60,
          }),
          row('y', 'Same', { totalEvaluations: 2 }),
          row('z', 'Same', { totalEvaluations: 2 }),
          row('__proto__', '__proto__', { totalEvaluations: 1 }),
        ],
      });
    },
  );
});

describe('filters combine, in every route and zone', () => {
  const DIMENSIONS = {
    campaignId: 'campaign_id',
    callCenterId: 'call_center_id',
    engagementId: 'engagement_id',
  };
  const COMBINATIONS = times(27, (number) =>
    Object.keys(DIMENSIONS).flatMap((name, index) => {
      const choice = Math.floor(number / 3 ** index) % 3;
      return choice === 2 ? [] : [[name, `${name} ${choice}`] as const];
    }),
  );

  /** One call of each combination of two members each, reviewed 1, 2, 4, … 128 times by its number. */
  const CALLS = times(8, (number) => number - 1).map((number) => ({
    number,
    reviews: 2 ** number,
    names: Object.keys(DIMENSIONS).map((name, index) => `${name} ${(number >> index) & 1}`),
  }));
  const RECORDS = CALLS.flatMap(({ number, reviews, names }) => [
    aCall(`c${number}`, {
      ...Object.fromEntries(Object.values(DIMENSIONS).map((field, index) => [field, names[index]])),
      agent_id: `agent ${number % 3}`,
      duration_seconds: number,
    }),
    ...times(reviews, (index) => aReview(`r${number} ${index}`, `c${number}`, { score: number })),
  ]);

  test('each of the 27 combinations of filters counts the reviews in all of them', async () => {
    const client = await qualityClient();
    await client.send(...RECORDS);
    const sumOf = (wanted: readonly string[]): number =>
      CALLS.filter(({ names }) => wanted.every((name) => names.includes(name)))
        .map(({ reviews }) => reviews)
        .reduce((sum, each) => sum + each, 0);
    const readAll = (params: Params) =>
      Promise.all(
        ['summary', 'trends', 'campaigns', 'call-centers', 'executives'].map(
          async (route) =>
            (await client.read(route, { ...MARCH, ...params })) as Record<string, Record<string, unknown>[]>,
        ),
      );
    for (const state of ['pending', 'refreshed']) {
      for (const filters of COMBINATIONS) {
        const wanted = filters.map(([, member]) => member);
        for (const zone of ['UTC', 'Asia/Kathmandu']) {
          const params = { ...Object.fromEntries(filters), tz: zone };
          const when = `${state} ${JSON.stringify(params)}`;
          const [summary, trends, campaigns, callCenters, executives] = await readAll(params);
          expect(summary!.totalEvaluations, when).toBe(sumOf(wanted));
          const day = trends!.trends!.find(({ date }) => date === '2026-03-10');
          expect(day!.totalEvaluations, when).toBe(sumOf(wanted));
          for (const [rows, prefix] of [
            [campaigns!.campaigns!, 'campaignId'],
            [callCenters!.callCenters!, 'callCenterId'],
          ] as const) {
            const expected = [0, 1]
              .map((index) => `${prefix} ${index}`)
              .map((id) => [id, sumOf([...wanted.filter((each) => each !== id), id])] as const)
              .filter(([, count]) => count > 0)
              .sort(([, a], [, b]) => b - a);
            expect(
              rows.map((row) => [row[prefix], row.totalEvaluations]),
              when,
            ).toEqual(expected);
          }
          const reviewed = executives!.executives!.reduce(
            (sum, row) => sum + Number(row.totalEvaluations),
            0,
          );
          expect(reviewed, when).toBe(sumOf(wanted));
        }
      }
      await client.refresh();
    }
  });
});

describe('what a read costs on settled days', () => {
  const COSTS: [route: string, params: Params, rows: number][] = [
    ['summary', {}, 1],
    ['summary', { campaignId: 'm' }, 1],
    ['summary', { campaignId: 'm', callCenterId: 'k' }, 2],
    ['campaigns', {}, 1],
    ['campaigns', { campaignId: 'm' }, 1],
    ['campaigns', { engagementId: 'e' }, 1],
    ['call-centers', { campaignId: 'm' }, 1],
    ['executives', { callCenterId: 'k' }, 1],
    ['trends', {}, 1],
    ['trends', { tz: 'Asia/Tokyo', callCenterId: 'k' }, 1],
    ['trends', { campaignId: 'm', callCenterId: 'k' }, 1],
  ];

  let client: ReadsClient;

  beforeAll(async () => {
    client = await qualityClient();
    await client.send(
      ...times(31, (day) =>
        aCall(`c${day}`, {
          started_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`,
          ...{ campaign_id: 'm', call_center_id: 'k', engagement_id: 'e', agent_id: 'a' },
        }),
      ),
      ...times(31, (day) =>
        aReview(`r${day}`, `c${day}`, { created_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z` }),
      ),
    );
    await client.refresh();
  });

  test.each(COSTS)('%s %j: one trip, %i row a day', async (route, params, rowsADay) => {
    const { trips, rows } = await client.costOf(route, { ...MARCH, ...params });
    expect(trips).toBe(1);
    expect(rows).toBeLessThanOrEqual(rowsADay * 31 + 20);
  });

  test('a combination that no rollup covers reads reviews with their interactions, and no others', async () => {
    const client = await qualityClient();
    const day = { dateFrom: '2026-03-10', dateTo: '2026-03-10' };
    const names = { campaign_id: 'm', call_center_id: 'k', engagement_id: 'e' };
    await client.send(
      ...times(200, (index) => aCall(`c${index}`, names)),
      ...times(5, (index) => aReview(`r${index}`, `c${index}`)),
    );
    await client.refresh();
    const filters = { campaignId: 'm', callCenterId: 'k', engagementId: 'e' };
    expect(await client.read('summary', { ...day, ...filters })).toMatchObject({ totalEvaluations: 5 });
    const { trips, rows } = await client.costOf('summary', { ...day, ...filters });
    expect([trips, rows <= 2 * 5 + 20]).toEqual([1, true]);
  });
});
