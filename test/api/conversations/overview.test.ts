import { describe, expect, test } from 'vitest';
import type { Params } from '../../support/reads-client.ts';
import { aCall, aChat } from '../../support/records.ts';
import { conversationsClient, THAT_DAY } from './client.ts';

const NOTHING = {
  conversations: 0,
  totalDurationSeconds: 0,
  avgDurationSeconds: null,
  totalCostUsd: 0,
  transferRate: null,
  resolutionRate: null,
};
const NO_TOTALS = { ...NOTHING, avgCostUsdPerConversation: null, abandonmentRate: null };

test('a tenant without anything: zeros, nulls and every bucket', async () => {
  const client = await conversationsClient();
  expect(await client.read('overview', { dateFrom: '2026-03-09', dateTo: '2026-03-10' })).toEqual({
    period: { from: '2026-03-09', to: '2026-03-10' },
    groupBy: 'day',
    totals: NO_TOTALS,
    series: [
      { period: '2026-03-09', ...NOTHING },
      { period: '2026-03-10', ...NOTHING },
    ],
  });
});

test('each figure, calls and conversations alike, open ones in none', async () => {
  const client = await conversationsClient();
  await client.send(
    aChat('a', { duration_seconds: 100, outcome: 'resolved', cost: { llm: 0.004, tts: 0.0005 } }),
    aCall('b', { duration_seconds: 103, transferred: true, outcome: 'resolved', cost: { telephony: 0.02 } }),
    aCall('c', { status: 'missed', cost: { stt: 0.0005 } }),
    aChat('d', { status: 'abandoned', transferred: true }),
    aChat('e', { status: 'failed', outcome: 'escalated' }),
    aChat('f', { status: 'cancelled', outcome: 'unresolved' }),
    aChat('g', {
      status: 'open',
      duration_seconds: 9,
      outcome: 'resolved',
      transferred: true,
      cost: { llm: 9 },
    }),
  );
  const row = {
    conversations: 6,
    totalDurationSeconds: 203,
    avgDurationSeconds: 34,
    totalCostUsd: 0.03,
    transferRate: 0.5,
    resolutionRate: 0.333,
  };
  expect(await client.readTwice('overview', THAT_DAY)).toEqual({
    period: { from: '2026-03-10', to: '2026-03-10' },
    groupBy: 'day',
    totals: { ...row, avgCostUsdPerConversation: 0.004, abandonmentRate: 0.333 },
    series: [{ period: '2026-03-10', ...row }],
  });
});

test('money is rounded once, half away from zero, of the exact sum', async () => {
  const client = await conversationsClient();
  await client.send(
    aChat('a', { cost: { llm: 1.004999, telephony: 0.000001 } }),
    aChat('b', { started_at: '2026-03-11T00:00:00Z', cost: { llm: 0.000499 } }),
  );
  const { totals, series } = (await client.readTwice('overview', {
    dateFrom: '2026-03-10',
    dateTo: '2026-03-11',
  })) as { totals: unknown; series: { totalCostUsd: number }[] };
  expect(totals).toMatchObject({ totalCostUsd: 1.01, avgCostUsdPerConversation: 0.503 });
  expect(series.map(({ totalCostUsd }) => totalCostUsd)).toEqual([1.01, 0]);
});

describe('buckets', () => {
  const CASES: [
    title: string,
    zone: string,
    params: Params,
    starts: string[],
    expected: [string, number][],
  ][] = [
    [
      'weeks are seven days from dateFrom, whatever weekday; the last may be short',
      'UTC',
      { dateFrom: '2025-06-01', dateTo: '2025-06-16', groupBy: 'week' },
      [
        '2025-05-31T23:59:59Z',
        '2025-06-01T00:00:00Z',
        '2025-06-07T23:59:59Z',
        '2025-06-08T00:00:00Z',
        '2025-06-16T23:59:59Z',
        '2025-06-17T00:00:00Z',
      ],
      [
        ['2025-06-01', 2],
        ['2025-06-08', 1],
        ['2025-06-15', 1],
      ],
    ],
    [
      'weeks from an instant are anchored at its local date, its first one cut',
      'Europe/Paris',
      { dateFrom: '2026-03-24T22:30:00Z', dateTo: '2026-03-31', groupBy: 'week' },
      ['2026-03-24T22:29:59Z', '2026-03-24T22:30:00Z', '2026-03-30T21:59:59Z', '2026-03-30T22:00:00Z'],
      [
        ['2026-03-24', 2],
        ['2026-03-31', 1],
      ],
    ],
    [
      'months by their first day',
      'UTC',
      { dateFrom: '2026-01-31', dateTo: '2026-03-01', groupBy: 'month' },
      ['2026-01-30T12:00:00Z', '2026-01-31T00:00:00Z', '2026-03-01T23:59:59Z'],
      [
        ['2026-01-01', 1],
        ['2026-02-01', 0],
        ['2026-03-01', 1],
      ],
    ],
    [
      'days are the default',
      'Asia/Kathmandu',
      { dateFrom: '2026-03-10', dateTo: '2026-03-11' },
      ['2026-03-09T18:14:59Z', '2026-03-09T18:15:00Z', '2026-03-10T18:15:00Z', '2026-03-11T18:14:59Z'],
      [
        ['2026-03-10', 1],
        ['2026-03-11', 2],
      ],
    ],
  ];

  test.each(CASES)('%s', async (_, zone, params, starts, expected) => {
    const records = starts.map((started_at, index) =>
      aChat(`c${index}`, { started_at, agent_id: 'ann', channel: 'email' }),
    );
    const [own, foreign] = [
      await conversationsClient({ timeZone: zone }),
      await conversationsClient({ timeZone: 'America/St_Johns' }),
    ];
    await own.send(...records);
    await foreign.send(...records);
    const both = { agentId: 'ann', channel: 'email' };
    for (const filter of [{}, { agentId: 'ann' }, { channel: 'email' }, both]) {
      for (const answer of [
        await own.readTwice('overview', { ...params, ...filter }),
        await foreign.readTwice('overview', { ...params, ...filter, tz: zone }),
      ]) {
        const { series } = answer as { series: { period: string; conversations: number }[] };
        expect(series.map(({ period, conversations }) => [period, conversations])).toEqual(expected);
      }
    }
  });
});
