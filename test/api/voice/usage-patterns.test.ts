import { describe, expect, test } from 'vitest';
import { aCall, type Sent, times } from '../../support/records.ts';
import { voiceClient } from './client.ts';

const MARCH = { start_date: '2026-03-01', end_date: '2026-03-31' };

/** What a call used of one provider. */
function usage(provider: string, fields: Sent = {}): Sent {
  return { provider, requests: 0, input_tokens: 0, output_tokens: 0, latency_ms: 0, errors: 0, ...fields };
}

test('a tenant without calls', async () => {
  const client = await voiceClient();
  await client.send(aCall('open', { status: 'open', llm_usage: [usage('one', { requests: 1 })] }));
  expect(
    await client.readTwice('usage-patterns', { start_date: '2026-03-31', end_date: '2026-04-01' }),
  ).toEqual({
    hourly_distribution: [],
    weekly_distribution: [],
    monthly_trends: [
      { month: '2026-03', total_calls: 0, completed_calls: 0 },
      { month: '2026-04', total_calls: 0, completed_calls: 0 },
    ],
    llm_usage: [],
    avg_tokens_per_call: null,
  });
});

describe('hours, weekdays and months are of the zone asked for', () => {
  const STARTS = [
    '2026-01-31T22:59:59Z',
    '2026-01-31T23:00:00Z',
    '2026-03-29T00:59:59Z',
    '2026-03-29T01:00:00Z',
  ];

  test('Europe/Paris', async () => {
    const records = [
      ...STARTS.map((started_at, index) => aCall(`c${index}`, { started_at })),
      aCall('missed', { started_at: '2026-03-31T21:59:59Z', status: 'missed' }),
      aCall('too late', { started_at: '2026-03-31T22:00:00Z' }),
    ];
    const own = await voiceClient({ timeZone: 'Europe/Paris' });
    const foreign = await voiceClient();
    await own.send(...records);
    await foreign.send(...records);
    const params = { start_date: '2026-01-31', end_date: '2026-03-31' };
    const expected = {
      hourly_distribution: [
        { hour: 0, call_count: 1 },
        { hour: 1, call_count: 1 },
        { hour: 3, call_count: 1 },
        { hour: 23, call_count: 2 },
      ],
      weekly_distribution: [
        { day_of_week: 0, call_count: 3 },
        { day_of_week: 2, call_count: 1 },
        { day_of_week: 6, call_count: 1 },
      ],
      monthly_trends: [
        { month: '2026-01', total_calls: 1, completed_calls: 1 },
        { month: '2026-02', total_calls: 1, completed_calls: 1 },
        { month: '2026-03', total_calls: 3, completed_calls: 2 },
      ],
      llm_usage: [],
      avg_tokens_per_call: null,
    };
    expect(await own.readTwice('usage-patterns', params)).toEqual(expected);
    expect(await foreign.readTwice('usage-patterns', { ...params, tz: 'Europe/Paris' })).toEqual(expected);
  });
});

test('language models: by provider, most requests first; tokens over calls that used any', async () => {
  const client = await voiceClient();
  await client.send(
    aCall('a', {
      llm_usage: [
        usage('groq', { requests: 2, input_tokens: 100, output_tokens: 20, latency_ms: 301, errors: 1 }),
        usage('other', { requests: 3, input_tokens: 7, output_tokens: 1, latency_ms: 100 }),
      ],
    }),
    aCall('b', {
      status: 'missed',
      llm_usage: [usage('groq', { requests: 1, input_tokens: 1, latency_ms: 0 })],
    }),
    aCall('c', { llm_usage: [usage('nothing yet')] }),
    aCall('d', { llm_usage: [usage('erring', { errors: 4 })] }),
    aCall('e'),
    aCall('chat', { kind: 'conversation', channel: 'chat', llm_usage: [usage('groq', { requests: 99 })] }),
    aCall('late', { started_at: '2026-04-01T00:00:00Z', llm_usage: [usage('groq', { requests: 99 })] }),
  );
  const { llm_usage, avg_tokens_per_call } = (await client.readTwice('usage-patterns', MARCH)) as {
    llm_usage: unknown;
    avg_tokens_per_call: unknown;
  };
  const row = (provider: string, ...figures: (number | null)[]) => {
    const [total_requests, total_input_tokens, total_output_tokens, avg_latency_ms, error_count] = figures;
    return { provider, total_requests, total_input_tokens, total_output_tokens, avg_latency_ms, error_count };
  };
  expect(llm_usage).toEqual([
    row('groq', 3, 101, 20, 100.3, 1),
    row('other', 3, 7, 1, 33.3, 0),
    row('erring', 0, 0, 0, null, 4),
  ]);
  // 129 tokens of four calls.
  expect(avg_tokens_per_call).toBe(32.3);
});

test('one trip and, on settled days, a row a day', async () => {
  const client = await voiceClient();
  await client.send(
    ...times(31, (day) =>
      aCall(`c${day}`, {
        started_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z`,
        llm_usage: [usage('one', { requests: 1 })],
      }),
    ),
  );
  await client.refresh();
  const { trips, rows } = await client.costOf('usage-patterns', MARCH);
  expect([trips, rows <= 31 + 20]).toEqual([1, true]);
});
