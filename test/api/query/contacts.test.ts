import { describe, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
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
    [
      'within one second the ids decide',
      [callAt('a', '2026-03-10T12:00:00Z'), callAt('b', '2026-03-10T12:00:00Z')],
      50,
    ],
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
      {
        time: '2026-03-10',
        no_repeat_1: 50,
        no_repeat_30: 50,
        first_contact_resolution: 33.3,
        repeat_rate: 0,
      },
      {
        time: '2026-03-11',
        no_repeat_1: 100,
        no_repeat_30: 100,
        first_contact_resolution: 0,
        repeat_rate: 100,
      },
    ]);
    expect([cost.plan, partial]).toEqual(['rollups', []]);
  });
});

describe('whose calls are compared', () => {
  const RECORDS = [
    callAt('a', '2026-03-10T09:00:00Z', 'c', { department_id: 'd1', agent_id: 'x' }),
    callAt('b', '2026-03-10T10:00:00Z', 'c', { department_id: 'd2', agent_id: 'y', direction: 'outbound' }),
    callAt('d', '2026-03-10T11:00:00Z', 'c', { department_id: 'd1', agent_id: 'y', direction: 'outbound' }),
    callAt('e', '2026-03-10T12:00:00Z', 'c', { agent_id: 'y' }),
  ];
  const metrics = [repeats(1), resolved(1)];

  test.each<[string, string, string, Record<string, number[]>]>([
    ['department', 'same one, none without', 'rollups', { d1: [50, 50], d2: [0, 100], null: [0, 100] }],
    ['direction', 'same one', 'rollups', { inbound: [50, 50], outbound: [50, 50] }],
    ['agent', 'customer', 'facts', { x: [0, 0], y: [100, 33.3] }],
  ])('by %s those of the %s', async (dimension, _whose, plan, expected) => {
    const client = await withRecords(...RECORDS);
    const { rows, cost } = await client.askTwice({ metrics, dimensions: [dimension], period: PERIOD });
    const found = rows.map((row) => [String(row[dimension]), [row.repeat_1, row.no_repeat_1]]);
    expect([Object.fromEntries(found), cost.plan]).toEqual([expected, plan]);
  });

  test('the records behind a rate add up to it', async () => {
    const client = await withRecords(...RECORDS);
    const asked = { metrics, period: PERIOD, include: ['records'] };
    await client.refresh();
    const { rows } = await client.ask(asked);
    const links = rows[0]!.records as unknown as Record<string, string>;
    const behind = await Promise.all(
      ['repeat_1', 'no_repeat_1'].map(async (name) => {
        const response = await call(links[name]!, { bearer: client.key });
        const { cell, items } = (await response.json()) as {
          cell: { value: number; parts: object };
          items: { id: string; numerator: number; denominator: number }[];
        };
        return [cell, items.map(({ id, numerator, denominator }) => [id, numerator, denominator])];
      }),
    );
    expect(behind).toEqual([
      [
        expect.objectContaining({ value: 75, parts: { numerator: 3, denominator: 4 } }),
        [
          ['a', 0, 1],
          ['b', 1, 1],
          ['d', 1, 1],
          ['e', 1, 1],
        ],
      ],
      [
        expect.objectContaining({ value: 25, parts: { numerator: 1, denominator: 4 } }),
        [
          ['a', 0, 1],
          ['b', 0, 1],
          ['d', 0, 1],
          ['e', 1, 1],
        ],
      ],
    ]);
  });
});

describe('what they read', () => {
  test('a row per day of the period, and of the days after it that decide', async () => {
    const client = await withRecords(
      ...Array.from({ length: 40 }, (_, day) =>
        callAt(`c-${day}`, new Date(Date.UTC(2026, 2, 1 + day, 12)).toISOString(), `c-${day % 3}`),
      ),
    );
    await client.refresh();
    const period = { from: '2026-03-01', to: '2026-03-10' };
    const costs = await Promise.all(
      [repeats(30), resolved(7), resolved(30)].map(async (metric) => {
        const { cost } = await client.ask({ metrics: [metric], period });
        return [cost.plan, cost.rows_read - 10];
      }),
    );
    expect(costs).toEqual([
      ['rollups', 3],
      ['rollups', 12],
      ['rollups', 35],
    ]);
  });
});
