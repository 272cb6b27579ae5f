import { expect, test } from 'vitest';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { conversationsClient, THAT_DAY } from './client.ts';

interface Costs {
  totalUsd: number;
  breakdown: Record<string, number>;
  byAgent: { agentId: string; agentName: string; totalUsd: number; conversations: number }[];
  series: { period: string; totalUsd: number; conversations: number }[];
}

const FREE = { llm: 0, tts: 0, stt: 0, telephony: 0 };

test('a tenant without anything', async () => {
  const client = await conversationsClient();
  for (const filter of [{}, { agentId: 'ann' }, { channel: 'phone' }, { agentId: 'ann', channel: 'phone' }]) {
    expect(await client.readTwice('costs', { ...THAT_DAY, ...filter })).toEqual({
      period: { from: '2026-03-10', to: '2026-03-10' },
      totalUsd: 0,
      breakdown: FREE,
      byAgent: [],
      series: [{ period: '2026-03-10', totalUsd: 0, conversations: 0 }],
    });
  }
});

const SPENT: Sent[] = [
  aCall('a', { agent_id: 'ann', cost: { llm: 1, tts: 0.25, stt: 0.125, telephony: 0.03 } }),
  aChat('b', { agent_id: 'ann', cost: { llm: 0.5 } }),
  aChat('c', { agent_id: 'bob', status: 'abandoned', cost: { llm: 2 }, started_at: '2026-03-11T12:00:00Z' }),
  aChat('d', { cost: { llm: 4 } }),
  aChat('e', { agent_id: 'cho' }),
  aChat('f', { agent_id: 'dee', status: 'open', cost: { llm: 8 } }),
  { type: 'agent', id: 'ann', name: 'Ann B.' },
];
const TWO_DAYS = { dateFrom: '2026-03-10', dateTo: '2026-03-11' };

test('by part, agent and day; open ones are free, and those of no agent in no row of agents', async () => {
  const client = await conversationsClient();
  await client.send(...SPENT);
  expect(await client.readTwice('costs', TWO_DAYS)).toEqual({
    period: { from: '2026-03-10', to: '2026-03-11' },
    totalUsd: 7.91,
    breakdown: { llm: 7.5, tts: 0.25, stt: 0.13, telephony: 0.03 },
    byAgent: [
      { agentId: 'bob', agentName: 'bob', totalUsd: 2, conversations: 1 },
      { agentId: 'ann', agentName: 'Ann B.', totalUsd: 1.91, conversations: 2 },
      { agentId: 'cho', agentName: 'cho', totalUsd: 0, conversations: 1 },
    ],
    series: [
      { period: '2026-03-10', totalUsd: 5.91, conversations: 4 },
      { period: '2026-03-11', totalUsd: 2, conversations: 1 },
    ],
  });
});

test('filters: the agent asked for is the only row; within a channel everyone who had it', async () => {
  const client = await conversationsClient();
  await client.send(...SPENT);
  const ann = { agentId: 'ann', agentName: 'Ann B.' };
  const of = (params: Record<string, string>) =>
    client.readTwice('costs', { ...TWO_DAYS, ...params, groupBy: 'month' }) as Promise<Costs>;
  expect(await of({ agentId: 'ann' })).toMatchObject({
    totalUsd: 1.91,
    byAgent: [{ ...ann, totalUsd: 1.91, conversations: 2 }],
    series: [{ period: '2026-03-01', totalUsd: 1.91, conversations: 2 }],
  });
  expect(await of({ agentId: 'ann', channel: 'webchat' })).toMatchObject({
    totalUsd: 0.5,
    breakdown: { ...FREE, llm: 0.5 },
    byAgent: [{ ...ann, totalUsd: 0.5, conversations: 1 }],
    series: [{ period: '2026-03-01', totalUsd: 0.5, conversations: 1 }],
  });
  expect((await of({ channel: 'webchat' })).byAgent).toEqual([
    { agentId: 'bob', agentName: 'bob', totalUsd: 2, conversations: 1 },
    { ...ann, totalUsd: 0.5, conversations: 1 },
    { agentId: 'cho', agentName: 'cho', totalUsd: 0, conversations: 1 },
  ]);
  expect((await of({ agentId: 'dee' })).byAgent).toEqual([]);
});

test('dearest first by the exact cost; ties by name, then id', async () => {
  const client = await conversationsClient();
  const cost = (millionths: number) => ({ cost: { tts: millionths / 1_000_000 } });
  await client.send(
    aChat('1', { agent_id: 'x', ...cost(10_001) }),
    aChat('2', { agent_id: 'y', ...cost(10_002) }),
    aChat('3', { agent_id: 'b', ...cost(10_000) }),
    aChat('4', { agent_id: 'a', ...cost(10_000) }),
    aChat('5', { agent_id: 'c', ...cost(10_000) }),
    aChat('6', { agent_id: '__proto__', ...cost(10_000) }),
    { type: 'agent', id: 'b', name: 'Same' },
    { type: 'agent', id: 'a', name: 'Same' },
    { type: 'agent', id: 'c', name: 'Earlier' },
    { type: 'agent', id: 'c', deleted: true },
  );
  const { byAgent } = (await client.readTwice('costs', THAT_DAY)) as Costs;
  expect(byAgent.map(({ agentId, agentName }) => [agentId, agentName])).toEqual([
    ['y', 'y'],
    ['x', 'x'],
    ['c', 'Earlier'],
    ['a', 'Same'],
    ['b', 'Same'],
    ['__proto__', '__proto__'],
  ]);
});
