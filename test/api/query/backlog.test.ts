import { describe, expect, test } from 'vitest';
import { aCall, aChat, type Sent } from '../../support/records.ts';
import { type QueryClient, queryClient } from './client.ts';

const PERIOD = { from: '2026-03-10', to: '2026-03-10' };
const START = '2026-03-10T12:00:00Z';

const open = (id: string, fields: Sent = {}): Sent =>
  aChat(id, { started_at: START, status: 'open', ...fields });
const aged = (age: string) => ({ metric: 'backlog', args: { age }, as: `for_${age}` });

async function withRecords(...records: readonly Sent[]): Promise<QueryClient> {
  const client = await queryClient();
  await client.send(...records);
  return client;
}

describe('the backlog', () => {
  test.each<[string, Sent[], number]>([
    ['is empty without interactions', [], 0],
    ['counts what has started and is not closed', [open('a'), open('b')], 2],
    ['not what starts when the day is over', [open('a', { started_at: '2026-03-11T00:00:00Z' })], 0],
    ['not what is resolved, though it is open', [open('a', { resolved_at: START, resolved_by: 'ai' })], 0],
    ['but what was closed later', [aChat('a', { started_at: START, ended_at: '2026-03-11T00:00:00Z' })], 1],
    ['not what was closed before', [aChat('a', { started_at: START, ended_at: '2026-03-10T23:59:59Z' })], 0],
    [
      'a call over midnight, though it is short',
      [
        aCall('a', {
          started_at: '2026-03-10T23:55:00Z',
          ended_at: '2026-03-11T00:01:00Z',
          duration_seconds: 60,
        }),
      ],
      1,
    ],
    [
      'what was reopened, until it is closed again',
      [
        open('a', { resolved_at: START, resolved_by: 'ai', reopened_at: '2026-03-10T13:00:00Z' }),
        aChat('b', {
          started_at: START,
          resolved_at: START,
          resolved_by: 'ai',
          ended_at: '2026-03-12T00:00:00Z',
          reopened_at: '2026-03-10T13:00:00Z',
        }),
      ],
      2,
    ],
  ])('%s', async (_what, records, expected) => {
    const client = await withRecords(...records);
    const { rows } = await client.askTwice({ metrics: ['backlog'], period: PERIOD });
    expect(rows).toEqual([{ backlog: expected }]);
  });

  test('by day rises with what is created and falls with what is closed, by age', async () => {
    const client = await withRecords(
      open('a', { started_at: '2026-03-01T00:00:00Z', agent_id: 'x' }),
      aChat('b', { started_at: '2026-03-09T22:00:00Z', ended_at: '2026-03-10T22:00:00Z', agent_id: 'x' }),
      aChat('c', { started_at: '2026-03-10T23:00:00Z', ended_at: '2026-03-11T22:00:00Z', agent_id: 'y' }),
    );
    const period = { from: '2026-03-09', to: '2026-03-11' };
    const metrics = ['backlog', aged('1h'), aged('4h'), aged('7d'), aged('older'), 'created', 'closed'];
    const { rows, totals } = await client.askTwice({
      metrics,
      dimensions: ['time:day'],
      include: ['totals'],
      period,
    });
    expect(rows).toEqual([
      {
        time: '2026-03-09',
        backlog: 2,
        for_1h: 0,
        for_4h: 1,
        for_7d: 0,
        for_older: 1,
        created: 1,
        closed: 0,
      },
      {
        time: '2026-03-10',
        backlog: 2,
        for_1h: 1,
        for_4h: 0,
        for_7d: 0,
        for_older: 1,
        created: 1,
        closed: 1,
      },
      {
        time: '2026-03-11',
        backlog: 1,
        for_1h: 0,
        for_4h: 0,
        for_7d: 0,
        for_older: 1,
        created: 0,
        closed: 1,
      },
    ]);
    expect(totals).toEqual({
      backlog: 1,
      for_1h: 0,
      for_4h: 0,
      for_7d: 0,
      for_older: 1,
      created: 2,
      closed: 2,
    });
    const byAgent = await client.ask({ metrics: ['backlog'], dimensions: ['agent'], period: PERIOD });
    expect(byAgent.rows).toEqual([
      { agent: 'x', agent_name: 'x', backlog: 1 },
      { agent: 'y', agent_name: 'y', backlog: 1 },
    ]);
    expect(byAgent.cost.plan).toBe('facts');
  });

  test('reads what is open, not what has ended', async () => {
    const closed = Array.from({ length: 30 }, (_, index) => aCall(`c-${index}`, { started_at: START }));
    const client = await withRecords(...closed, open('a'));
    await client.refresh();
    const { rows, cost } = await client.ask({ metrics: ['backlog'], period: { preset: 'today' } });
    expect(rows).toEqual([{ backlog: 1 }]);
    expect(cost.rows_read).toBeLessThan(8);
  });

  test('has no hours of the day', async () => {
    const client = await queryClient();
    const { errors } = await client.refused({
      metrics: ['backlog'],
      dimensions: ['time:hour_of_day'],
      period: PERIOD,
    });
    expect(errors).toEqual([
      { path: 'dimensions.0', message: expect.stringContaining('and hour_of_day has none') },
    ]);
  });
});
