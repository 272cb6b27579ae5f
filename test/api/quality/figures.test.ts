import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, removal, type Sent, times } from '../../support/records.ts';
import { aReview, NO_REVIEWS, named, qualityClient } from './client.ts';

const MARCH = { dateFrom: '2026-03-01', dateTo: '2026-03-31' };

describe('a tenant without reviews', () => {
  const EMPTY: [route: string, expected: unknown][] = [
    ['summary', { ...MARCH, ...NO_REVIEWS, topCampaign: null, topCallCenter: null }],
    ['campaigns', { ...MARCH, campaigns: [] }],
    ['call-centers', { ...MARCH, callCenters: [] }],
    ['executives', { ...MARCH, executives: [] }],
  ];

  test.each(EMPTY)('%s', async (route, expected) => {
    const client = await qualityClient();
    await client.send(named('campaign', 'm', 'M'), aCall('c', { campaign_id: 'm', agent_id: 'a' }));
    expect(await client.readTwice(route, MARCH)).toEqual(expected);
    expect(await client.read(route, { ...MARCH, campaignId: 'm' })).toEqual(expected);
    expect(await client.read(route, { ...MARCH, callCenterId: 'nowhere', tz: 'Asia/Tokyo' })).toEqual(
      expected,
    );
  });

  test('trends', async () => {
    const client = await qualityClient();
    const march = { dateFrom: '2026-03-30', dateTo: '2026-04-05' };
    expect(await client.readTwice('trends', { ...march, granularity: 'monthly' })).toEqual({
      ...march,
      granularity: 'monthly',
      trends: [
        { date: '2026-03-01', ...NO_REVIEWS },
        { date: '2026-04-01', ...NO_REVIEWS },
      ],
    });
  });
});

test('each figure: only completed reviews have score, sentiment and duration', async () => {
  const client = await qualityClient();
  await client.send(
    aCall('timed', { duration_seconds: 101 }),
    aCall('longer', { duration_seconds: 200, status: 'missed' }),
    aCall('untimed'),
    aCall('open', { status: 'open', duration_seconds: 300 }),
    aCall('chat', { kind: 'conversation', channel: 'chat', started_at: '2025-01-01T00:00:00Z' }),
    aReview('1', 'timed', { score: 10, sentiment: 'positive' }),
    aReview('2', 'timed', { score: 7.8001, sentiment: 'positive' }),
    aReview('3', 'longer', { score: 0, sentiment: 'negative' }),
    aReview('4', 'untimed', { score: 2, sentiment: 'neutral' }),
    aReview('5', 'open', { score: 3, sentiment: 'negative' }),
    aReview('6', 'chat', { score: 4 }),
    aReview('7', 'timed', { status: 'pending' }),
    aReview('8', 'longer', { status: 'failed' }),
    aReview('9', 'not here yet', { score: 9 }),
  );
  // 26.8001 / 6 = 4.4667; (101 + 101 + 200 + 300) / 4 = 175.5.
  const figures = {
    totalEvaluations: 8,
    completedEvaluations: 6,
    averageScore: 4.5,
    sentimentBreakdown: { positive: 2, neutral: 2, negative: 2 },
    averageDurationSeconds: 176,
  };
  const none = { topCampaign: null, topCallCenter: null };
  expect(await client.readTwice('summary', MARCH)).toEqual({ ...MARCH, ...figures, ...none });
  await client.send(aCall('not here yet', { duration_seconds: 175 }), removal('interaction', 'chat'));
  // 31.8001 / 6 = 5.30002.
  const later = {
    ...figures,
    averageScore: 5.3,
    sentimentBreakdown: { positive: 2, neutral: 2, negative: 2 },
    averageDurationSeconds: 175,
  };
  expect(await client.readTwice('summary', MARCH)).toEqual({ ...MARCH, ...later, ...none });
});

describe('scores round half away from zero, of the exact mean', () => {
  const MEANS: [scores: number[], expected: number][] = [
    [[7.85], 7.9],
    [[7.8499], 7.8],
    [[7.8, 7.9], 7.9],
    [[0.05, 0.0499], 0],
    [[0.05, 0.05], 0.1],
    [[9.95], 10],
    [[9.9499, 9.95, 9.95], 9.9],
  ];

  test.each(MEANS)('%j', async (scores, averageScore) => {
    const client = await qualityClient();
    await client.send(aCall('c'), ...scores.map((score, index) => aReview(`r${index}`, 'c', { score })));
    expect(await client.readTwice('summary', MARCH)).toMatchObject({ averageScore });
  });
});

test('a review counts when it was created, under what its interaction now names', async () => {
  const client = await qualityClient();
  await client.send(
    aCall('c', { campaign_id: 'old', started_at: '2026-02-01T10:00:00Z' }),
    aReview('first', 'c', { created_at: '2026-03-10T00:00:00Z' }),
    aReview('last', 'c', { created_at: '2026-03-10T23:59:59.999Z' }),
    aReview('before', 'c', { created_at: '2026-03-09T23:59:59Z' }),
    aReview('after', 'c', { created_at: '2026-03-11T00:00:00Z' }),
  );
  const day = { dateFrom: '2026-03-10', dateTo: '2026-03-10' };
  const idsOf = async (params: Params) => {
    const { campaigns } = (await client.readTwice('campaigns', params)) as {
      campaigns: { campaignId: string; totalEvaluations: number }[];
    };
    return campaigns.map(({ campaignId, totalEvaluations }) => `${campaignId} ${totalEvaluations}`);
  };
  expect(await idsOf(day)).toEqual(['old 2']);
  await client.send(aCall('c', { campaign_id: 'new', started_at: '2026-02-01T10:00:00Z' }));
  expect(await idsOf(day)).toEqual(['new 2']);
  expect(await idsOf({ dateFrom: '2026-02-01', dateTo: '2026-02-28' })).toEqual([]);
});

describe('the top campaign and call center', () => {
  /** So many completed reviews of the campaign, of these scores. */
  const of = (campaign: string, ...scores: number[]): Sent[] => [
    aCall(campaign, { campaign_id: campaign, call_center_id: `center of ${campaign}` }),
    ...scores.map((score, index) => aReview(`${campaign} ${index}`, campaign, { score })),
  ];
  const pending = (campaign: string, count: number): Sent[] =>
    times(count, (index) => aReview(`${campaign} pending ${index}`, campaign, { status: 'pending' }));

  const TOPS: [title: string, records: Sent[], top: string | null][] = [
    ['none without a completed review', [...of('a'), ...pending('a', 2)], null],
    ['most completed, not most reviews', [...of('a', 1), ...pending('a', 5), ...of('b', 0, 0)], 'b'],
    ['a tie goes to the higher score', [...of('a', 7, 8), ...of('b', 8, 8)], 'b'],
    ['also where the scores show alike', [...of('a', 7.8, 7.81), ...of('b', 7.8, 7.82)], 'b'],
    ['a tie of both goes to the lower name', [...of('b', 5), ...of('a', 5)], 'a'],
    [
      'by name, not by id',
      [...of('a', 5), ...of('b', 5), named('campaign', 'a', 'Zoe'), named('campaign', 'b', 'Bea')],
      'Bea',
    ],
    ['it is shown by its name', [...of('a', 5), named('campaign', 'a', 'Q1')], 'Q1'],
  ];

  test.each(TOPS)('%s', async (_, records, top) => {
    const client = await qualityClient();
    await client.send(...records);
    expect(await client.readTwice('summary', MARCH)).toMatchObject({ topCampaign: top });
  });

  test('campaigns of one name are not one; a filter leaves its own', async () => {
    const client = await qualityClient();
    await client.send(
      ...[...of('a', 5), ...of('b', 5), ...of('c', 4, 4, 4), ...of('d', 1, 1)],
      ...['a', 'b'].map((id) => named('campaign', id, 'Same')),
      ...[named('call_center', 'center of a', 'A'), named('call_center', 'center of d', 'D')],
    );
    const top = async (params: Params) => {
      const summary = (await client.readTwice('summary', { ...MARCH, ...params })) as Record<string, unknown>;
      return [summary.topCampaign, summary.topCallCenter];
    };
    expect(await top({})).toEqual(['c', 'center of c']);
    expect(await top({ campaignId: 'a' })).toEqual(['Same', 'A']);
    expect(await top({ callCenterId: 'center of d' })).toEqual(['d', 'D']);
    expect(await top({ callCenterId: 'center of d', campaignId: 'd' })).toEqual(['d', 'D']);
    expect(await top({ callCenterId: 'center of d', campaignId: 'a' })).toEqual([null, null]);
    expect(await top({ engagementId: 'none' })).toEqual([null, null]);
  });
});
