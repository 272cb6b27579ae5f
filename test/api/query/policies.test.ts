import { describe, expect, test } from 'vitest';
import { call } from '../../support/client.ts';
import { aCall, type Sent, times } from '../../support/records.ts';
import { type QueryClient, queryClient } from './client.ts';

const PERIOD = { from: '2026-03-09', to: '2026-03-12' };

const waited = (id: string, status: string, seconds: number, fields: Sent = {}): Sent =>
  aCall(id, { status, wait_seconds: seconds, ...fields });

const on = (day: number): Sent => ({ started_at: `2026-03-${String(day).padStart(2, '0')}T12:00:00Z` });

interface PolicyClient extends QueryClient {
  agree(policy: Sent, status?: number): Promise<Sent>;
}

const PATH = '/api/v1/service-level-policies';

async function withRecords(...records: readonly Sent[]): Promise<PolicyClient> {
  const client = await queryClient();
  const bearer = await client.tenant.token('tenant_admin');
  await client.send(...records);
  return {
    ...client,
    async agree(policy, status = 201) {
      const body = {
        ...{ name: 'A policy', applies_to: 'all', effective_from: '2026-01-01' },
        ...{ seconds: 20, target_percent: 80, ...policy },
      };
      const response = await call(PATH, { method: 'POST', bearer, body });
      const answer = await response.json<Sent>();
      expect([response.status, answer]).toEqual([status, answer]);
      return answer;
    },
  };
}

describe('a service-level policy', () => {
  test.each([
    ['negative', 70],
    ['ignored', 77.8],
    ['positive', 80],
  ])('judges who gave up early: %s', async (abandoned, expected) => {
    const client = await withRecords(
      ...times(70, (index) => waited(`in-${index}`, 'completed', 20)),
      ...times(20, (index) => waited(`late-${index}`, 'completed', 21)),
      ...times(10, (index) => waited(`left-${index}`, 'abandoned', 20)),
    );
    await client.agree({ abandoned });
    const { rows, cost } = await client.askTwice({
      metrics: ['service_level', 'service_level_target'],
      period: PERIOD,
    });
    expect(rows).toEqual([{ service_level: expected, service_level_target: 80 }]);
    expect(cost.plan).toBe('rollups');
  });

  test('begins on its date, in the middle of a period, and leaves the days before as they are', async () => {
    const client = await withRecords(
      ...[9, 10, 11, 12].map((day) => waited(`${day}`, 'completed', 25, { ...on(day), queue_id: 'q' })),
    );
    const asked = {
      metrics: ['service_level', 'service_level_target'],
      dimensions: ['time:day'],
      include: ['totals'],
      period: PERIOD,
    };
    await client.agree({ effective_from: '2026-03-10', seconds: 25, target_percent: 90 });
    await client.agree({ effective_from: '2026-03-12', seconds: 24, target_percent: 70 });
    const { rows, totals } = await client.askTwice(asked);
    expect(rows).toEqual([
      { time: '2026-03-09', service_level: 0, service_level_target: null },
      { time: '2026-03-10', service_level: 100, service_level_target: 90 },
      { time: '2026-03-11', service_level: 100, service_level_target: 90 },
      { time: '2026-03-12', service_level: 0, service_level_target: 70 },
    ]);
    expect(totals).toEqual({ service_level: 50, service_level_target: 83.3 });
  });

  test('of a queue comes before that of a department, that before a channel, and all is last', async () => {
    const client = await withRecords(
      waited('a', 'completed', 10, { queue_id: 'q', department_id: 'd', channel: 'phone' }),
      waited('b', 'completed', 10, { queue_id: 'r', department_id: 'd', channel: 'phone' }),
      waited('c', 'completed', 10, { department_id: 'e', channel: 'phone' }),
      waited('d', 'completed', 10, { channel: 'webrtc' }),
    );
    for (const [target_percent, applies_to] of [
      [10, 'all'],
      [20, { channel: 'phone' }],
      [30, { department: 'd' }],
      [40, { queue: 'q' }],
    ] as const)
      await client.agree({ applies_to, target_percent });
    const { rows, totals } = await client.askTwice({
      metrics: ['service_level_target'],
      dimensions: ['queue', 'department', 'channel'],
      order: [{ by: 'service_level_target' }],
      include: ['totals'],
      period: PERIOD,
    });
    expect(rows.map((row) => row.service_level_target)).toEqual([40, 30, 20, 10]);
    expect(totals).toEqual({ service_level_target: 25 });
  });

  test('arguments of a query override it, field by field', async () => {
    const client = await withRecords(
      waited('a', 'completed', 25),
      waited('b', 'abandoned', 3),
      waited('c', 'completed', 99),
    );
    await client.agree({ seconds: 30, abandoned: 'ignored' });
    const level = (as: string, args: Sent) => ({ metric: 'service_level', args, as });
    const { rows, query } = await client.askTwice({
      metrics: [
        'service_level',
        level('none', {}),
        level('shorter', { seconds: 20 }),
        level('counting', { abandoned: 'negative' }),
      ],
      period: PERIOD,
    });
    expect(rows).toEqual([{ service_level: 50, none: 50, shorter: 0, counting: 33.3 }]);
    expect(query.metrics).toContainEqual({ metric: 'service_level', args: { seconds: 20 }, as: 'shorter' });
  });

  test('says what a short abandon is', async () => {
    const client = await withRecords(
      waited('a', 'completed', 1),
      waited('b', 'abandoned', 8),
      waited('c', 'abandoned', 12),
    );
    await client.agree({ short_abandon_seconds: 10 });
    const { rows } = await client.askTwice({
      metrics: ['short_abandoned', 'net_abandonment_rate', 'abandonment_rate'],
      period: PERIOD,
    });
    expect(rows).toEqual([{ short_abandoned: 1, net_abandonment_rate: 50, abandonment_rate: 66.7 }]);
  });

  test('of legs at several queues: counted once for each, the total is the sum of what they count', async () => {
    const leg = (queue_id: string, second: number, disposition: string, answer?: number): Sent => {
      const at = (value: number): string => new Date(Date.UTC(2026, 2, 10, 12, 0, value)).toISOString();
      return {
        ...{ queue_id, started_at: at(second), disposition, ended_at: at(second + 40) },
        ...(answer !== undefined && { answered_at: at(answer) }),
      };
    };
    const client = await withRecords(
      waited('a', 'completed', 50, { legs: [leg('q', 0, 'no_answer'), leg('r', 40, 'answered', 50)] }),
      waited('b', 'completed', 10),
    );
    const asked = { metrics: ['offered', 'service_level'], period: PERIOD };
    expect((await client.askTwice(asked)).rows).toEqual([{ offered: 2, service_level: 50 }]);
    await client.agree({ applies_to: { queue: 'q' }, seconds: 60 });
    // At q it was missed, at r answered after 10 seconds, and the other had no queue.
    expect((await client.askTwice(asked)).rows).toEqual([{ offered: 2, service_level: 66.7 }]);
    const byQueue = await client.askTwice({ ...asked, dimensions: ['queue'], order: [{ by: 'queue' }] });
    expect(byQueue.rows.map(({ queue, service_level }) => [queue, service_level])).toEqual([
      ['q', 0],
      ['r', 100],
      [null, 100],
    ]);
  });

  test('the example of the documentation', async () => {
    const contacts = (day: number): Sent[] =>
      [
        ...times(60, () => ['completed', 20] as const),
        ...times(20, () => ['completed', 30] as const),
        ...times(10, () => ['completed', 31] as const),
        ...times(10, () => ['abandoned', 8] as const),
      ].map(([status, wait], index) =>
        waited(`${day}-${index}`, status, wait, { ...on(day), queue_id: 'queue-support' }),
      );
    const client = await withRecords(...contacts(9), ...contacts(10));
    const support = { applies_to: { queue: 'queue-support' } };
    await client.agree(support);
    await client.agree({
      ...support,
      ...{ effective_from: '2026-03-10', seconds: 30, target_percent: 85, abandoned: 'ignored' },
    });
    const { rows, totals } = await client.askTwice({
      metrics: ['service_level', 'service_level_target'],
      dimensions: ['time:day'],
      include: ['totals'],
      period: { from: '2026-03-09', to: '2026-03-10' },
    });
    expect(rows.map(({ time: _time, ...figures }) => figures)).toEqual([
      { service_level: 60, service_level_target: 80 },
      { service_level: 88.9, service_level_target: 85 },
    ]);
    expect(totals).toEqual({ service_level: 73.7, service_level_target: 82.4 });
  });

  test('costs what each queue that has one costs, whatever the number of versions', async () => {
    const client = await withRecords(
      ...times(30, (index) =>
        waited(`${index}`, 'completed', 10, { ...on(9 + (index % 4)), queue_id: `q${index % 6}` }),
      ),
    );
    for (const day of ['09', '10', '11'])
      for (const queue of ['q1', 'q2', 'q3'])
        await client.agree({ applies_to: { queue }, effective_from: `2026-03-${day}`, seconds: Number(day) });
    await client.agree({ applies_to: 'all', effective_from: '2026-03-11', seconds: 5 });
    await client.refresh();
    const asked = { metrics: ['service_level'], period: PERIOD };
    const days = 4;
    const total = await client.ask(asked);
    const ofQueue = await client.ask({ ...asked, filters: [{ dimension: 'queue', in: ['q1'] }] });
    expect([total.cost.plan, ofQueue.cost.plan]).toEqual(['rollups', 'rollups']);
    expect(total.cost.rows_read).toBeLessThanOrEqual((3 + 1) * (2 * days) + 20);
    expect(ofQueue.cost.rows_read).toBeLessThanOrEqual(2 * days + 20);
  });

  test('links to the records that each policy judges', async () => {
    const client = await withRecords(
      waited('a', 'completed', 25, { ...on(9), queue_id: 'q' }),
      waited('b', 'completed', 25, { ...on(11), queue_id: 'q' }),
      waited('c', 'completed', 25, { ...on(11), queue_id: 'r' }),
      waited('d', 'abandoned', 25, on(11)),
      waited('e', 'completed', 25, { ...on(11), direction: 'outbound' }),
    );
    await client.agree({ applies_to: { queue: 'q' }, effective_from: '2026-03-10', seconds: 25 });
    await client.agree({ effective_from: '2026-03-10', seconds: 30, abandoned: 'ignored' });
    const asked = { metrics: ['service_level'], include: ['records'], period: PERIOD };
    const listed = async (query: object) => {
      const { rows } = await client.ask(query);
      return Promise.all(
        rows.map(async ({ service_level: shown, records }) => {
          const link = (records as unknown as Record<string, string>).service_level!;
          const page = await (await call(link, { bearer: client.key })).json<Page>();
          expect([page.changed, page.cell.value]).toEqual([false, shown]);
          return [shown, page.cell.parts, page.items.map(({ id, numerator }) => [id, numerator])];
        }),
      );
    };
    expect(await listed(asked)).toEqual([
      [
        66.7,
        { numerator: 2, denominator: 3 },
        [
          ['a', 0],
          ['b', 1],
          ['c', 1],
        ],
      ],
    ]);
    expect(await listed({ ...asked, dimensions: ['queue', 'time:week'], order: [{ by: 'queue' }] })).toEqual([
      [
        50,
        { numerator: 1, denominator: 2 },
        [
          ['a', 0],
          ['b', 1],
        ],
      ],
      [100, { numerator: 1, denominator: 1 }, [['c', 1]]],
    ]);
    expect(await listed({ ...asked, dimensions: ['time:hour_of_day'] })).toHaveLength(1);
  });
});

interface Page {
  cell: { value: number; parts: object };
  changed: boolean;
  items: { id: string; numerator: number }[];
}
