import { expect, test } from 'vitest';
import { aChat } from '../../support/records.ts';
import { conversationsClient, THAT_DAY } from './client.ts';

const UNKNOWN = { positive: null, neutral: null, negative: null };

test('a tenant without anything', async () => {
  const client = await conversationsClient();
  expect(await client.readTwice('sentiment', THAT_DAY)).toEqual({
    period: { from: '2026-03-10', to: '2026-03-10' },
    avgScore: null,
    distribution: UNKNOWN,
    series: [{ period: '2026-03-10', avgScore: null, ...UNKNOWN }],
  });
});

test('shares among those with a label, which the score gives by default; the mean where scored', async () => {
  const client = await conversationsClient();
  const later = { started_at: '2026-03-12T00:00:00Z' };
  await client.send(
    aChat('a', { sentiment: { score: 0.6 } }),
    aChat('b', { sentiment: { score: 0.5999 } }),
    aChat('c', { sentiment: { score: 0.4 } }),
    aChat('d', { sentiment: { score: 0.3999 } }),
    aChat('e', { sentiment: { label: 'negative' } }),
    aChat('f', { sentiment: { label: 'positive', score: 0 } }),
    aChat('g'),
    aChat('h', { status: 'open', sentiment: { score: 1 } }),
    aChat('i', { sentiment: { label: 'neutral' }, ...later }),
    aChat('j', { sentiment: { score: 0.125 }, status: 'missed', ...later }),
  );
  for (const filter of [{}, { channel: 'webchat' }]) {
    const answer = await client.readTwice('sentiment', {
      dateFrom: '2026-03-10',
      dateTo: '2026-03-12',
      ...filter,
    });
    expect(answer).toEqual({
      period: { from: '2026-03-10', to: '2026-03-12' },
      avgScore: 0.35,
      distribution: { positive: 0.25, neutral: 0.38, negative: 0.38 },
      series: [
        { period: '2026-03-10', avgScore: 0.4, positive: 0.33, neutral: 0.33, negative: 0.33 },
        { period: '2026-03-11', avgScore: null, ...UNKNOWN },
        { period: '2026-03-12', avgScore: 0.13, positive: 0, neutral: 0.5, negative: 0.5 },
      ],
    });
  }
});
