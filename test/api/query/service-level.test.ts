import { describe, expect, test } from 'vitest';
import { aCall, aChat, type Sent, times } from '../../support/records.ts';
import { type QueryClient, queryClient } from './client.ts';

const PERIOD = { from: '2026-03-10', to: '2026-03-10' };

const waited = (id: string, status: string, seconds: number, fields: Sent = {}): Sent =>
  aCall(id, { status, wait_seconds: seconds, ...fields });

/** 70 answered in time, 20 late, 10 abandoned before the target: all at the limits. */
const HUNDRED: Sent[] = [
  ...times(70, (index) => waited(`in-${index}`, 'completed', index % 2 === 0 ? 20 : 0, { queue_id: 'q' })),
  ...times(20, (index) => waited(`late-${index}`, 'completed', 21, { queue_id: 'q' })),
  ...times(10, (index) => waited(`left-${index}`, index % 2 === 0 ? 'abandoned' : 'missed', 20, {})),
];

async function withRecords(...records: readonly Sent[]): Promise<QueryClient> {
  const client = await queryClient();
  await client.send(...records);
  return client;
}

const level = (as: string, args: Sent = {}) => ({ metric: 'service_level', args, as });

async function levelsOf(client: QueryClient, ...asked: readonly object[]) {
  const { rows } = await client.askTwice({ metrics: asked, period: PERIOD });
  return rows[0];
}

describe('the service level', () => {
  test('judges who gave up before the target as asked', async () => {
    const client = await withRecords(...HUNDRED);
    expect(
      await levelsOf(
        client,
        level('usual'),
        level('negative', { abandoned: 'negative' }),
        level('ignored', { abandoned: 'ignored' }),
        level('positive', { abandoned: 'positive' }),
      ),
    ).toEqual({ usual: 70, negative: 70, ignored: 77.8, positive: 80 });
  });

  test.each<[string, Sent[], Sent, number | null]>([
    ['nothing was offered', [aCall('open', { status: 'open' })], {}, null],
    ['a wait of 600 seconds is within 600', [waited('a', 'completed', 600)], { seconds: 600 }, 100],
    ['and one of 601 is not', [waited('a', 'completed', 601)], { seconds: 600 }, 0],
    [
      'at 0 only immediate answers count',
      times(2, (n) => waited(`${n}`, 'completed', n - 1)),
      { seconds: 0 },
      50,
    ],
    [
      'who left after the target is late whatever is asked',
      [waited('a', 'completed', 1), waited('b', 'abandoned', 21)],
      { abandoned: 'positive' },
      50,
    ],
    [
      'short abandons are early even after the target',
      [waited('a', 'completed', 1), waited('b', 'abandoned', 5)],
      { seconds: 2, abandoned: 'ignored' },
      100,
    ],
    [
      'an answer without a wait cannot be judged',
      [aCall('a'), waited('b', 'completed', 1), waited('c', 'abandoned', 9)],
      {},
      50,
    ],
    [
      'overflowed interactions count if asked',
      [waited('a', 'completed', 1), waited('b', 'overflowed', 1)],
      { overflowed: 'counted' },
      50,
    ],
    ['and else do not', [waited('a', 'completed', 1), waited('b', 'overflowed', 1)], {}, 100],
    [
      'outbound, cancelled and failed ones are not offered',
      [
        waited('a', 'completed', 1),
        waited('b', 'completed', 99, { direction: 'outbound' }),
        waited('c', 'cancelled', 99),
        waited('d', 'failed', 99),
      ],
      { overflowed: 'counted' },
      100,
    ],
    [
      'conversations count alike',
      [
        aChat('a', { answered_at: '2026-03-10T12:00:20Z' }),
        aChat('b', { answered_at: '2026-03-10T12:00:30Z', queued_at: '2026-03-10T12:00:05Z' }),
      ],
      {},
      50,
    ],
  ])('%s', async (_what, records, args, expected) => {
    const client = await withRecords(...records);
    expect(await levelsOf(client, level('level', args))).toEqual({ level: expected });
  });

  test('by queue, agent and hour, the same from rollups and from facts', async () => {
    const client = await withRecords(
      { type: 'queue', id: 'q', name: 'Sales' },
      waited('a', 'completed', 10, { queue_id: 'q', agent_id: 'x' }),
      waited('b', 'completed', 30, { queue_id: 'q', agent_id: 'x', started_at: '2026-03-10T13:00:00Z' }),
      waited('c', 'completed', 10, { queue_id: 'r', agent_id: 'x' }),
      waited('d', 'abandoned', 10),
    );
    const metrics = ['offered', 'service_level'];
    const order = [{ by: 'offered' }, { by: 'queue' }];
    expect((await client.askTwice({ metrics, dimensions: ['queue'], order, period: PERIOD })).rows).toEqual([
      { queue: 'q', queue_name: 'Sales', offered: 2, service_level: 50 },
      { queue: 'r', queue_name: 'r', offered: 1, service_level: 100 },
      { queue: null, queue_name: null, offered: 1, service_level: 0 },
    ]);
    const byHour = await client.askTwice({
      metrics,
      dimensions: ['agent', 'time:hour'],
      filters: [{ dimension: 'queue', in: ['q'] }],
      period: PERIOD,
    });
    expect(byHour.rows).toEqual([
      { agent: 'x', agent_name: 'x', time: '2026-03-10T12:00:00+00:00', offered: 1, service_level: 100 },
      { agent: 'x', agent_name: 'x', time: '2026-03-10T13:00:00+00:00', offered: 1, service_level: 0 },
    ]);
    expect(byHour.cost.plan).toBe('rollups');
  });

  test('the query as understood has all arguments, and asked again answers the same', async () => {
    const client = await withRecords(...HUNDRED);
    const asked = { metrics: [level('within_10', { seconds: 10 })], period: PERIOD };
    const { query, rows, columns } = await client.ask(asked);
    expect(query.metrics).toEqual([
      {
        metric: 'service_level',
        args: { seconds: 10, short_abandon: 5, abandoned: 'negative', overflowed: 'ignored' },
        as: 'within_10',
      },
    ]);
    expect((await client.ask(query)).rows).toEqual(rows);
    expect(columns).toEqual([{ name: 'within_10', kind: 'metric', unit: 'percent', exact: true }]);
  });

  test.each<[Sent, string]>([
    [{ seconds: -1 }, 'metrics.0.args.seconds'],
    [{ seconds: 1.5 }, 'metrics.0.args.seconds'],
    [{ abandoned: 'sometimes' }, 'metrics.0.args.abandoned'],
    [{ second: 20 }, 'metrics.0.args.second'],
  ])('arguments %j are refused', async (args, path) => {
    const client = await queryClient();
    const { errors } = await client.refused({ metrics: [level('level', args)], period: PERIOD });
    expect(errors).toEqual([{ path, message: expect.any(String) }]);
  });

  test('other metrics take no arguments', async () => {
    const client = await queryClient();
    const { errors } = await client.refused({ metrics: [{ metric: 'offered', args: {} }], period: PERIOD });
    expect(errors).toEqual([{ path: 'metrics.0.args', message: 'offered takes no arguments.' }]);
  });
});
