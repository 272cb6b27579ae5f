import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { conversationsClient, THAT_DAY } from './client.ts';

const NOTHING = {
  period: { from: '2026-03-10', to: '2026-03-10' },
  total: 0,
  byStatus: { completed: 0, failed: 0, abandoned: 0 },
  byChannel: {},
  byOutcome: { resolved: 0, escalated: 0, callback_scheduled: 0, unresolved: 0 },
  durationPercentiles: { p50: null, p75: null, p90: null, p99: null },
  avgSentimentScore: null,
};

const FILTERS: Params[] = [
  {},
  { agentId: 'ann' },
  { channel: 'webchat' },
  { agentId: 'ann', channel: 'webchat' },
];

/** With any filters, all of which Ann's web chats satisfy. */
async function expectBreakdown(records: readonly Sent[], expected: object): Promise<void> {
  const client = await conversationsClient();
  await client.send(...records.map((record) => ({ agent_id: 'ann', ...record })));
  for (const filter of FILTERS) {
    const answer = await client.readTwice('conversations', { ...THAT_DAY, ...filter });
    expect(answer).toEqual({ ...NOTHING, ...expected });
  }
}

test('a tenant without anything: zeros and nulls, under any filter', async () => {
  await expectBreakdown([], {});
});

test('by status and outcome, given or by default; open ones nowhere', async () => {
  await expectBreakdown(
    [
      aChat('a', { outcome: 'ticket_created' }),
      aChat('b', { resolved_at: '2026-03-10T12:30:00Z' }),
      aChat('c'),
      aChat('d', { status: 'missed' }),
      aChat('e', { status: 'abandoned' }),
      aChat('f', { status: 'failed', outcome: 'escalated' }),
      aChat('g', { status: 'cancelled', outcome: 'escalated' }),
      aChat('h', { status: 'open', outcome: 'resolved', duration_seconds: 5, sentiment: { score: 1 } }),
    ],
    {
      total: 7,
      byStatus: { completed: 3, failed: 2, abandoned: 2 },
      byChannel: { webchat: 7 },
      byOutcome: {
        resolved: 1,
        escalated: 2,
        callback_scheduled: 0,
        unresolved: 0,
        abandoned: 2,
        unknown: 1,
        ticket_created: 1,
      },
    },
  );
});

describe('percentiles: the lower nearest rank of what has a duration', () => {
  const CASES: [title: string, seconds: (number | undefined)[], expected: number[]][] = [
    ['of one', [7], [7, 7, 7, 7]],
    ['of two, the lower is the median', [20, 10], [10, 20, 20, 20]],
    ['of four', [4, 3, 2, 1], [2, 3, 4, 4]],
    ['a duration of 0 has one, none has not', [0, undefined, 5], [0, 5, 5, 5]],
    ['of a hundred', Array.from({ length: 100 }, (_, index) => index), [49, 74, 89, 98]],
  ];
  test.each(CASES)('%s', async (_, seconds, [p50, p75, p90, p99]) => {
    const client = await conversationsClient();
    const status = ['completed', 'missed', 'failed'];
    await client.send(
      ...seconds.map((duration_seconds, index) =>
        aChat(`c${index}`, { status: status[index % 3], duration_seconds, agent_id: 'ann' }),
      ),
    );
    for (const filter of FILTERS) {
      const answer = await client.readTwice('conversations', { ...THAT_DAY, ...filter });
      expect(answer).toMatchObject({ durationPercentiles: { p50, p75, p90, p99 } });
    }
  });

  test('long ones within 1 %', async () => {
    const client = await conversationsClient();
    await client.send(
      ...[101, 1_234, 98_765, 31_622_400].map((duration_seconds) =>
        aCall(`c${duration_seconds}`, { duration_seconds }),
      ),
    );
    const { durationPercentiles } = (await client.readTwice('conversations', THAT_DAY)) as {
      durationPercentiles: Record<string, number>;
    };
    const errors = [1_234, 98_765, 31_622_400, 31_622_400].map((exact, index) =>
      Math.abs((Object.values(durationPercentiles)[index] ?? Number.NaN) / exact - 1),
    );
    expect(errors.every((error) => error <= 0.01)).toBe(true);
  });
});

test('sentiment is the mean where a score is given, whatever the label', async () => {
  await expectBreakdown(
    [
      aChat('a', { outcome: 'resolved', sentiment: { score: 0.5 } }),
      aChat('b', { outcome: 'resolved', sentiment: { score: 0.51, label: 'negative' } }),
      aChat('c', { outcome: 'resolved', sentiment: { label: 'positive' } }),
      aChat('d', { outcome: 'resolved' }),
    ],
    {
      total: 4,
      byStatus: { completed: 4, failed: 0, abandoned: 0 },
      byChannel: { webchat: 4 },
      byOutcome: { ...NOTHING.byOutcome, resolved: 4 },
      avgSentimentScore: 0.51,
    },
  );
});

test('filters: either, both, and ids that never came', async () => {
  const client = await conversationsClient();
  await client.send(
    aCall('a', { agent_id: 'ann', outcome: 'resolved' }),
    aCall('b', { agent_id: 'bob', outcome: 'escalated' }),
    aChat('c', { agent_id: 'ann', outcome: 'unresolved' }),
    aChat('d', { outcome: 'unresolved' }),
    aChat('e', { agent_id: 'ann', channel: '__proto__', outcome: '__proto__' }),
  );
  const cases: [Params, total: number, byChannel: string, others: string][] = [
    [{}, 5, '{"phone":2,"webchat":2,"__proto__":1}', '"__proto__":1'],
    [{ agentId: 'ann' }, 3, '{"__proto__":1,"phone":1,"webchat":1}', '"__proto__":1'],
    [{ channel: 'phone' }, 2, '{"phone":2}', '"escalated":1'],
    [{ agentId: 'ann', channel: 'phone' }, 1, '{"phone":1}', '"resolved":1'],
    [{ agentId: 'bob', channel: 'webchat' }, 0, '{}', '"resolved":0'],
    [{ agentId: 'ann', channel: '__proto__' }, 1, '{"__proto__":1}', '"__proto__":1'],
    [{ agentId: 'nobody' }, 0, '{}', '"resolved":0'],
    [{ channel: 'PHONE' }, 0, '{}', '"resolved":0'],
  ];
  for (const isRefreshed of [false, true]) {
    if (isRefreshed) await client.refresh();
    for (const [filter, total, byChannel, others] of cases) {
      const answer = (await client.read('conversations', { ...THAT_DAY, ...filter })) as typeof NOTHING;
      expect([filter, answer.total, JSON.stringify(answer.byChannel)]).toEqual([filter, total, byChannel]);
      expect(JSON.stringify(answer.byOutcome)).toContain(others);
    }
  }
});

test.each(['conversations', 'intents'])('%s has no series: groupBy is unknown there', async (route) => {
  const client = await conversationsClient();
  const response = await client.get(route, { ...THAT_DAY, groupBy: 'day' });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [{ path: 'groupBy', message: expect.stringContaining('Unknown') }] }),
  ]);
});

test.each(['overview', 'costs', 'sentiment'])('%s takes no other groupBy than it names', async (route) => {
  const client = await conversationsClient();
  const response = await client.get(route, { ...THAT_DAY, groupBy: 'hour' });
  expect([response.status, await response.json()]).toEqual([
    400,
    expect.objectContaining({ errors: [{ path: 'groupBy', message: 'Must be one of day, week, month.' }] }),
  ]);
});
