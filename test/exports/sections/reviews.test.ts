import { beforeAll, expect, test } from 'vitest';
import type { ReviewsSpec } from '../../../src/exports/spec.ts';
import { aReview, named, qualityClient } from '../../api/quality/client.ts';
import type { ReadsClient } from '../../support/reads-client.ts';
import { aChat } from '../../support/records.ts';
import { opened, rowsOf } from './open.ts';

const DAY = { from: '2026-03-10', to: '2026-03-10' };
const ALL: ReviewsSpec = { kind: 'reviews' };

let client: ReadsClient;

beforeAll(async () => {
  client = await qualityClient({ timeZone: 'Europe/Paris' });
  await client.send(
    named('campaign', 'spring', 'Spring sale'),
    named('call_center', 'north', 'North'),
    named('agent', 'ann', 'Ann'),
    aChat('full', {
      campaign_id: 'spring',
      call_center_id: 'north',
      agent_id: 'ann',
      engagement_id: 'e1',
      duration_seconds: 185,
    }),
    aChat('bare'),
    aChat('unnamed', { campaign_id: 'autumn', agent_id: 'bob' }),
    aReview('r1', 'full', { score: 8.25, sentiment: 'positive', created_at: '2026-03-10T09:15:00Z' }),
    aReview('r2', 'bare', { status: 'pending', created_at: '2026-03-10T09:15:00Z' }),
    aReview('r3', 'unnamed', { score: 5, created_at: '2026-03-10T22:59:59Z' }),
    aReview('later', 'full', { created_at: '2026-03-10T23:00:00Z' }),
    aReview('orphan', 'nowhere', { created_at: '2026-03-10T12:00:00Z' }),
  );
});

const R1 = [
  'r1',
  '2026-03-10T10:15:00+01:00',
  'full',
  'spring',
  'Spring sale',
  'north',
  'North',
  'ann',
  'Ann',
  'e1',
  'completed',
  8.25,
  'positive',
  185,
];
const NONE = [null, null, null, null, null, null, null];
const R2 = ['r2', '2026-03-10T10:15:00+01:00', 'bare', ...NONE, 'pending', null, null, null];
const R3 = [
  ...['r3', '2026-03-10T23:59:59+01:00', 'unnamed', 'autumn', 'autumn', null, null, 'bob', 'bob', null],
  ...['completed', 5, 'neutral', null],
];

test.each([
  ['all', ALL, [R1, R2, R3]],
  ['of a campaign', { ...ALL, campaignId: 'autumn' }, [R3]],
  ['of a call center', { ...ALL, callCenterId: 'north' }, [R1]],
  ['of an engagement', { ...ALL, engagementId: 'e1' }, [R1]],
  ['of two that exclude each other', { ...ALL, campaignId: 'autumn', callCenterId: 'north' }, []],
])('reviews %s', async (_, spec, expected) => {
  const { rows, count } = await rowsOf(opened(client.tenant, spec, DAY));
  expect(rows).toEqual(expected);
  expect(count).toBe(expected.length);
});

test('its columns are there without rows, too', async () => {
  const source = opened(client.tenant, ALL, { from: '2020-01-01', to: '2020-01-02' });
  expect(await rowsOf(source)).toEqual({ rows: [], count: 0, pages: [0] });
  expect(source.sections[0]?.columns.map(({ name }) => name)).toEqual([
    ...['review_id', 'created_at', 'interaction_id', 'campaign_id', 'campaign_name', 'call_center_id'],
    ...['call_center_name', 'executive_id', 'executive_name', 'engagement_id', 'status', 'score'],
    ...['sentiment', 'duration_seconds'],
  ]);
});

test('the same instants on the clocks of another zone', async () => {
  const { rows } = await rowsOf(opened(client.tenant, ALL, { ...DAY, tz: 'Asia/Kathmandu' }));
  expect(rows.map(([id, at]) => [id, at])).toEqual([
    ['r1', '2026-03-10T15:00:00+05:45'],
    ['r2', '2026-03-10T15:00:00+05:45'],
  ]);
});

test('key figures are those of the routes', async () => {
  const { overview } = opened(client.tenant, ALL, DAY);
  const summary = (await client.read('summary', { dateFrom: DAY.from, dateTo: DAY.to })) as object;
  expect(summary).toMatchObject({ totalEvaluations: 3, completedEvaluations: 2, averageScore: 6.6 });
  expect(await overview()).toEqual({
    keyFigures: [
      { label: 'Reviews', value: '3' },
      { label: 'Completed reviews', value: '2' },
      { label: 'Average score', value: '6.6' },
      { label: 'Average duration', value: '185 s' },
    ],
    chart: { title: 'Reviews per day', counts: true, points: [{ label: '2026-03-10', value: 3 }] },
  });
});
