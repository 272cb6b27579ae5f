import { beforeEach, describe, expect, test } from 'vitest';
import { statement } from '../../src/db/statement.ts';
import { refresh } from '../../src/rollups/refresh.ts';
import { seeded } from '../oracle/random-span.ts';
import { costOf } from '../support/client.ts';
import type { Sent } from '../support/records.ts';
import { aCall, aRating, aReview, removal, type Sender, senderOf } from './client.ts';

const PENDING = statement<{ pending: number }>('SELECT count(*) AS pending FROM changes WHERE tenant = ?1');
const CHANGES = statement('SELECT * FROM changes WHERE tenant = ?1');

let sender: Sender;

beforeEach(async () => {
  sender = await senderOf();
});

const far = () => Date.now() + 60_000;

/** A record of every type, and a removal. */
const BATCH: Sent[] = [
  aRating('e1', 'c1', 5, { comment: 'Good' }),
  aReview('q1', 'c1'),
  aCall('c1', {
    customer: { phone: '+5511912345678', name: 'Ana' },
    transcript: 'Hello',
    campaign_id: 'spring',
  }),
  aCall('c2', { customer: { phone: '+5511912345678' }, status: 'missed' }),
  aCall('chat', { kind: 'conversation', channel: 'chat', status: 'open' }),
  ...['agent', 'team', 'department', 'campaign', 'call_center', 'engagement'].map((type) => ({
    type,
    id: `${type}-1`,
    name: `A ${type}`,
    updated_at: '2026-03-01T00:00:00Z',
  })),
  {
    type: 'email_channel',
    id: 'm1',
    address: 'help@example.com',
    status: 'active',
    updated_at: '2026-03-01T00:00:00Z',
  },
  {
    type: 'article',
    id: 'a1',
    title: 'One',
    slug: 'one',
    status: 'published',
    updated_at: '2026-03-01T00:00:00Z',
  },
  {
    type: 'article_stats',
    article_id: 'a1',
    date: '2026-03-10',
    views: 9,
    helpful: 2,
    not_helpful: 1,
    updated_at: '2026-03-11T00:00:00Z',
  },
  {
    type: 'email_channel_stats',
    email_channel_id: 'm1',
    date: '2026-03-10',
    bounced_contacts: 3,
    complained_contacts: 1,
    updated_at: '2026-03-11T00:00:00Z',
  },
  removal('interaction', 'never'),
];

describe('sending twice', () => {
  test('everything is unchanged and no row is written', async () => {
    const counts = await sender.counts(...BATCH);
    expect(counts).toEqual({ created: BATCH.length - 1, unchanged: 1 });
    const [figures, [changes]] = [
      await sender.figures(),
      await sender.tenant.store.batch([CHANGES.with()] as const),
    ];
    expect(figures.total).toMatchObject({ calls: 2, distinct_customers: 1, rated_5: 1, reviews: 1 });
    expect(figures.counters).toEqual({
      article_views: 9,
      article_helpful: 2,
      article_not_helpful: 1,
      email_bounced: 3,
      email_complained: 1,
    });

    const again = await sender.post({ records: BATCH });
    expect(await again.json()).toMatchObject({ unchanged: BATCH.length, errors: [] });
    expect(costOf(again).written).toBe(0);
    expect(await sender.tenant.store.batch([CHANGES.with()])).toEqual([changes]);

    await refresh(sender.tenant, { deadline: far() });
    expect(await sender.figures()).toEqual(figures);
    const settled = await sender.post({ records: BATCH });
    expect([await settled.json(), costOf(settled).written]).toEqual([
      expect.objectContaining({ unchanged: BATCH.length }),
      0,
    ]);
    expect(await sender.tenant.store.batch([PENDING.with()])).toEqual([[{ pending: 0 }]]);
  });

  test('without updated_at: unchanged, and nothing waits for the rollups', async () => {
    const records = BATCH.slice(0, -1).map(({ updated_at: _, ...record }) => record);
    await sender.send(...records);
    const figures = await sender.figures();
    await refresh(sender.tenant, { deadline: far() });
    expect(await sender.counts(...records)).toEqual({ unchanged: records.length });
    expect(await sender.figures()).toEqual(figures);
    expect(await sender.tenant.store.batch([PENDING.with()])).toEqual([[{ pending: 0 }]]);
  });

  test('an equal newer record moves the version: what lies between is stale', async () => {
    await sender.send(aCall('c1', { updated_at: '2026-03-11T00:00:00Z' }));
    expect(await sender.counts(aCall('c1', { updated_at: '2026-03-15T00:00:00Z' }))).toEqual({
      unchanged: 1,
    });
    const between = aCall('c1', { status: 'missed', updated_at: '2026-03-13T00:00:00Z' });
    expect(await sender.counts(between)).toEqual({ stale: 1 });
    const equal = aCall('c1', { status: 'missed', updated_at: '2026-03-15T00:00:00Z' });
    expect(await sender.counts(equal)).toEqual({ updated: 1 });
    expect((await sender.figures()).total).toMatchObject({ calls: 1, calls_missed: 1 });
  });

  test('the default that is filled in is what was sent: unchanged', async () => {
    await sender.send(aCall('c1'));
    const spelt = aCall('c1', {
      channel: 'phone',
      direction: 'inbound',
      outcome: 'unknown',
      transferred: false,
    });
    expect(await sender.counts(spelt)).toEqual({ unchanged: 1 });
  });
});

describe('any order, in one request or in many, gives the same figures', () => {
  const at = (day: number) => `2026-03-${String(day).padStart(2, '0')}T00:00:00Z`;
  const HISTORY: Sent[] = [
    ...BATCH,
    aCall('c3', { customer: { id: 'eve' }, updated_at: at(11) }),
    aCall('c3', {
      customer: { id: 'eve' },
      started_at: '2026-03-08T10:00:00Z',
      agent_id: 'bob',
      updated_at: at(12),
    }),
    aCall('c4', { customer: { id: 'eve' }, department_id: 'care', updated_at: at(11) }),
    aCall('c5', { customer: { id: 'eve' }, started_at: '2026-03-09T10:00:00Z', updated_at: at(11) }),
    aRating('e3', 'c3', 2, { updated_at: at(13) }),
    aRating('e4', 'c4', 3, { updated_at: at(13) }),
    aRating('e4', 'c5', 4, { updated_at: at(14) }),
    aReview('q4', 'c4'),
    removal('interaction', 'c2'),
    removal('evaluation', 'e3'),
  ];

  test('forwards, backwards, and shuffled into requests of any size', async () => {
    await sender.send(...HISTORY);
    const figures = await sender.figures();
    expect(figures.total).toMatchObject({ calls: 4, distinct_customers: 2, new_customers: 2, rated_4: 1 });
    const orders = [HISTORY.toReversed(), ...[1, 2, 3].map((seed) => shuffled(HISTORY, seed))];
    for (const [index, order] of orders.entries()) {
      const other = await senderOf();
      const random = seeded(index);
      for (let start = 0; start < order.length; ) {
        const size = 1 + Math.floor(random() * 8);
        await other.send(...order.slice(start, start + size));
        start += size;
        if (random() < 0.3) await refresh(other.tenant, { deadline: far() });
      }
      expect(await other.figures(), `order ${index}`).toEqual(figures);
      await refresh(other.tenant, { deadline: far() });
      expect(await other.figures(), `order ${index}, refreshed`).toEqual(figures);
    }
  });

  function shuffled(records: readonly Sent[], seed: number): Sent[] {
    const random = seeded(seed);
    return records
      .map((record) => ({ record, place: random() }))
      .sort((a, b) => a.place - b.place)
      .map(({ record }) => record);
  }
});
