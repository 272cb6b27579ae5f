import { describe, expect, test } from 'vitest';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { type QueryClient, queryClient } from './client.ts';

const PERIOD = { from: '2026-03-10', to: '2026-03-10' };

const callAt = (id: string, started_at: string, customer = 'c', fields: Sent = {}): Sent =>
  aCall(id, { started_at, customer: { id: customer }, ...fields });

const repeats = (days: number) => ({ metric: 'repeat_rate', args: { days }, as: `repeat_${days}` });
const resolved = (days: number) => ({
  metric: 'first_contact_resolution',
  args: { method: 'no_repeat', days },
  as: `no_repeat_${days}`,
});

async function withRecords(...records: readonly Sent[]): Promise<QueryClient> {
  const client = await queryClient();
  await client.send(...records);
  return client;
}

describe('repeat calls', () => {
  test.each<[string, Sent[], number | null]>([
    ['without known customers there is no rate', [aCall('a')], null],
    ['a first call is none', [callAt('a', '2026-03-10T12:00:00Z')], 0],
    [
      'a call 7 days later is one, to the quarter of an hour',
      [callAt('a', '2026-03-03T12:00:00Z'), callAt('b', '2026-03-10T12:14:59Z')],
      100,
    ],
    [
      'and in the next quarter none',
      [callAt('a', '2026-03-03T12:14:59Z'), callAt('b', '2026-03-10T12:15:00Z')],
      0,
    ],
    ['within one second the ids decide', [callAt('a', '2026-03-10T12:00:00Z'), callAt('b', '2026-03-10T12:00:00Z')], 50],
    [
      'conversations, open calls and other customers are no earlier contacts',
      [
        aChat('x', { started_at: '2026-03-10T10:00:00Z', customer: { id: 'c' } }),
        callAt('y', '2026-03-10T10:00:00Z', 'c', { status: 'open' }),
        callAt('a', '2026-03-10T10:00:00Z', 'd'),
        callAt('b', '2026-03-10T12:00:00Z'),
      ],
      0,
    ],
  ])('%s', async (_what, records, expected) => {
    const client = await withRecords(...records);
    const { rows, cost } = await client.askTwice({ metrics: ['repeat_rate'], period: PERIOD });
    expect([rows, cost.plan]).toEqual([[{ repeat_rate: expected }], 'rollups']);
  });
});

describe('resolution without a further call', () => {
  test('looks at the days after the period, and names the days that may change', async () => {
    const client = await withRecords(
      callAt('a', '2026-03-10T12:00:00Z'),
      callAt('b', '2026-03-11T12:00:00Z'),
      callAt('c', '2026-03-10T12:00:00Z', 'd', { first_contact_resolved: true }),
      aCall('e', { first_contact_resolved: false, started_at: '2026-03-10T12:00:00Z' }),
    );
    const metrics = [resolved(1), resolved(30), 'first_contact_resolution', 'repeat_rate'];
    const { rows, cost, partial } = await client.askTwice({
      metrics,
      dimensions: ['time:day'],
      period: { from: '2026-03-10', to: '2026-03-11' },
    });
    expect(rows).toEqual([
      { time: '2026-03-10', no_repeat_1: 50, no_repeat_30: 50, first_contact_resolution: 33.3, repeat_rate: 0 },
      { time: '2026-03-11', no_repeat_1: 100, no_repeat_30: 100, first_contact_resolution: 0, repeat_rate: 100 },
    ]);
    expect([cost.plan, partial]).toEqual(['rollups', []]);
  });
});
