import { beforeEach, describe, expect, test } from 'vitest';
import { refresh } from '../../src/rollups/refresh.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, aReview, removal, type Sender, senderOf } from './client.ts';

const NEWER = { updated_at: '2026-03-18T00:00:00Z' };

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
  await sender.send(
    aCall('c1', { campaign_id: 'spring', team_id: 'red' }),
    aCall('c2', { started_at: '2026-03-15T12:00:00Z' }),
    aRating('e1', 'c1', 5, { comment: 'Good' }),
    aRating('e2', 'c1', null),
    aReview('q1', 'c1'),
  );
});

/** Figures while the changes are pending; they must be the same once the rollups have taken them in. */
async function figuresAfter(...records: readonly Sent[]) {
  await sender.send(...records);
  const pending = await sender.figures();
  await refresh(sender.tenant, { deadline: Date.now() + 60_000 });
  expect(await sender.figures()).toEqual(pending);
  return pending;
}

describe.each([
  ['while it is pending', false],
  ['once it is in the rollups', true],
])('an interaction that changes %s', (_, isSettled) => {
  beforeEach(async () => {
    if (isSettled) await refresh(sender.tenant, { deadline: Date.now() + 60_000 });
  });

  test('moves to another day; its rating and its review stay on theirs', async () => {
    const moved = { started_at: '2026-03-05T08:00:00Z', campaign_id: 'spring', team_id: 'red' };
    const figures = await figuresAfter(aCall('c1', { ...moved, ...NEWER }));
    expect(Object.keys(figures).filter((group) => group.startsWith('day'))).toEqual([
      'day 2026-03-05',
      'day 2026-03-12',
      'day 2026-03-14',
      'day 2026-03-15',
    ]);
    expect(figures['day 2026-03-05']).toMatchObject({ calls: 1, call_seconds: 120, new_customers: 1 });
    expect(figures['day 2026-03-12']).toEqual({
      evaluations: 2,
      rated_5: 1,
      rated_commented: 1,
      call_ratings: 1,
      call_rating_sum: 5,
      call_ratings_positive: 1,
    });
    expect(figures['day 2026-03-14']).toMatchObject({
      reviews: 1,
      review_score: 85_000,
      review_seconds: 120,
    });
    expect(figures['hour 12']).toMatchObject({ calls: 1 });
  });

  test('takes its ratings and reviews to another department, agent and campaign', async () => {
    const figures = await figuresAfter(
      aCall('c1', { department_id: 'care', agent_id: 'bob', campaign_id: 'summer', ...NEWER }),
    );
    expect(figures['department care']).toMatchObject({
      calls: 1,
      rated_5: 1,
      reviews: 1,
      distinct_customers: 1,
    });
    expect(figures['department sales']).toEqual(
      expect.not.objectContaining({ rated_5: 1, reviews: 1, evaluations: 2 }),
    );
    expect(figures['department sales']).toMatchObject({ calls: 1, distinct_customers: 1 });
    expect(figures['agent bob']).toMatchObject({ calls: 1, rated_5: 1, reviews: 1 });
    expect(figures['campaign summer']).toMatchObject({ reviews: 1, review_seconds: 120 });
    expect(figures['campaign spring']).toBeUndefined();
    expect(figures['team red']).toBeUndefined();
  });

  test('becomes a conversation: its rating is one of a conversation', async () => {
    const figures = await figuresAfter(
      aCall('c1', {
        kind: 'conversation',
        channel: 'chat',
        status: 'open',
        duration_seconds: null,
        ...NEWER,
      }),
    );
    expect(figures.total).toMatchObject({
      calls: 1,
      conversations: 1,
      csat_5: 1,
      csat_responses: 2,
      ended: 1,
    });
    expect(figures.total).not.toHaveProperty('call_ratings');
  });

  test('changes its customer: first calls and distinct customers follow', async () => {
    const figures = await figuresAfter(aCall('c1', { customer: { id: 'customer of c2' }, ...NEWER }));
    expect(figures.total).toMatchObject({ calls: 2, distinct_customers: 1, new_customers: 1 });
    expect(figures['day 2026-03-10']).toMatchObject({ new_customers: 1 });
    expect(figures['day 2026-03-15']).not.toHaveProperty('new_customers');
  });

  test('an earlier call of a customer that comes late makes the known one a returning one', async () => {
    const late = aCall('c0', {
      customer: { id: 'customer of c2' },
      department_id: 'care',
      started_at: '2026-03-02T00:00:00Z',
    });
    const figures = await figuresAfter(late);
    expect(figures.total).toMatchObject({ calls: 3, distinct_customers: 2, new_customers: 2 });
    expect(figures['day 2026-03-02']).toMatchObject({ new_customers: 1 });
    expect(figures['department sales']).toMatchObject({ distinct_customers: 2, new_customers: 1 });

    const again = await figuresAfter(removal('interaction', 'c0'));
    expect(again['day 2026-03-15']).toMatchObject({ new_customers: 1 });
    expect(again['day 2026-03-02']).toBeUndefined();
  });

  test('is removed with its ratings and reviews, and comes back without them', async () => {
    const figures = await figuresAfter(removal('interaction', 'c1', '2026-03-17T00:00:00Z'));
    expect(Object.keys(figures).filter((group) => group.startsWith('day'))).toEqual(['day 2026-03-15']);
    expect(figures.total).toMatchObject({ calls: 1 });
    expect(figures.total).not.toHaveProperty('evaluations');
    expect(await sender.counts(aCall('c1'), aRating('e1', 'c1', 4))).toEqual({ stale: 2 });
    expect((await figuresAfter(aCall('c1', NEWER))).total).toMatchObject({ calls: 2 });
    const back = await sender.figures();
    expect(back.total).not.toHaveProperty('evaluations');
    expect((await figuresAfter(aRating('e1', 'c1', 4, NEWER))).total).toMatchObject({
      evaluations: 1,
      rated_4: 1,
    });
  });
});

describe('ratings and reviews', () => {
  test('move from one interaction to another', async () => {
    const figures = await figuresAfter(aRating('e1', 'c2', 4, NEWER), aReview('q1', 'nowhere', NEWER));
    expect(figures.total).toMatchObject({ evaluations: 2, rated_4: 1 });
    expect(figures.total).not.toHaveProperty('reviews');
    expect(figures.total).not.toHaveProperty('rated_5');
    expect(figures['team red']).toMatchObject({ evaluations: 1 });
  });

  test('count nowhere until their interaction comes', async () => {
    const before = await sender.figures();
    expect(await figuresAfter(aRating('e9', 'c9', 3), aReview('q9', 'c9'))).toEqual(before);
    const figures = await figuresAfter(aCall('c9', { department_id: 'care' }));
    expect(figures['department care']).toMatchObject({ calls: 1, rated_3: 1, reviews: 1 });
  });

  test('removed alone, their interaction stays', async () => {
    const figures = await figuresAfter(removal('evaluation', 'e1'), removal('quality_review', 'q1'));
    expect(figures.total).toMatchObject({ calls: 2, evaluations: 1 });
    expect(figures.total).not.toHaveProperty('reviews');
  });
});
