import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { agentsNowBy, openNowBy } from '../../oracle/now.ts';
import { costOf } from '../../support/client.ts';
import { aCall, aChat, removal, type Sent, times } from '../../support/records.ts';
import { nowSeconds } from '../../support/tenant.ts';
import { type QueryClient, queryClient } from './client.ts';

const HOUR = 3_600;
const OPEN = ['waiting', 'longest_wait_now', 'in_progress'];

const ago = (seconds: number): string => new Date((nowSeconds() - seconds) * 1_000).toISOString();
const openCall = (id: string, fields: Sent = {}): Sent =>
  aCall(id, { status: 'open', started_at: ago(100), ...fields });
const inState = (agent_id: string, state: string, seconds: number, fields: Sent = {}): Sent => ({
  type: 'agent_state',
  agent_id,
  at: ago(seconds),
  state,
  ...fields,
});

async function withRecords(...records: readonly Sent[]): Promise<QueryClient> {
  const client = await queryClient();
  await client.send(...records);
  return client;
}

describe('what is open now', () => {
  test.each<[string, Sent[], [waiting: number, inProgress: number]]>([
    ['nothing without records', [], [0, 0]],
    ['a call that nobody has answered waits', [openCall('a')], [1, 0]],
    ['one that was answered does not', [openCall('a', { answered_at: ago(50) })], [0, 1]],
    ['an outbound one does not', [openCall('a', { direction: 'outbound' })], [0, 1]],
    ['one that has ended is neither', [aCall('a', { started_at: ago(100), ended_at: ago(50) })], [0, 0]],
    ['nor one that starts later', [openCall('a', { started_at: ago(-HOUR) })], [0, 0]],
    [
      'a chat waits until its first response',
      [
        aChat('a', { status: 'open', started_at: ago(100) }),
        aChat('b', { status: 'open', started_at: ago(100), first_response_at: ago(5) }),
      ],
      [1, 1],
    ],
    [
      'one that is resolved is neither, whatever its status',
      [aChat('a', { status: 'open', started_at: ago(100), resolved_at: ago(5), resolved_by: 'ai' })],
      [0, 0],
    ],
    ['one of last year counts', [openCall('a', { started_at: ago(400 * 24 * HOUR) })], [1, 0]],
    ['a deleted one does not', [openCall('a'), removal('interaction', 'a')], [0, 0]],
  ])('%s', async (_what, records, [waiting, in_progress]) => {
    const client = await withRecords(...records);
    const { rows } = await client.askTwice({ metrics: ['waiting', 'in_progress'] });
    expect(rows).toEqual([{ waiting, in_progress }]);
  });

  test('the longest wait counts from the queue, or else the start; nobody waits: null', async () => {
    const client = await withRecords(
      openCall('a', { started_at: ago(500), queued_at: ago(200), queue_id: 'q1' }),
      openCall('b', { started_at: ago(300), queue_id: 'q2' }),
      openCall('c', { started_at: ago(900), answered_at: ago(50), queue_id: 'q3' }),
    );
    const before = nowSeconds();
    const { rows, as_of } = await client.ask({
      metrics: OPEN,
      dimensions: ['queue'],
      order: [{ by: 'queue' }],
    });
    const late = Date.parse(as_of) / 1_000 - before;
    const waits = rows.map(({ longest_wait_now }) => longest_wait_now);
    expect(rows.map(({ queue, waiting, in_progress }) => [queue, waiting, in_progress])).toEqual([
      ['q1', 1, 0],
      ['q2', 1, 0],
      ['q3', 0, 1],
    ]);
    expect(waits[2]).toBeNull();
    expect(Math.abs(Number(waits[0]) - 200 - late)).toBeLessThanOrEqual(3);
    expect(Math.abs(Number(waits[1]) - 300 - late)).toBeLessThanOrEqual(3);
  });

  test('a query may ask for figures of a period beside them, which says nothing about them', async () => {
    const client = await withRecords(openCall('a', { queue_id: 'q' }), aCall('b', { queue_id: 'q' }));
    const period = { from: '2026-03-10', to: '2026-03-10' };
    const { rows } = await client.askTwice({
      metrics: ['total_calls', 'waiting'],
      dimensions: ['queue'],
      period,
    });
    expect(rows).toEqual([{ queue: 'q', queue_name: 'q', total_calls: 1, waiting: 1 }]);
  });

  test('they have neither buckets of time nor an earlier value', async () => {
    const client = await queryClient();
    const byDay = await client.refused({ metrics: ['waiting'], dimensions: ['time:day'] });
    expect(byDay.errors).toEqual([
      {
        path: 'dimensions.0',
        message: expect.stringContaining('counted at the moment of the query, which has no buckets'),
      },
    ]);
    const before = await client.refused({ metrics: ['total_calls', 'waiting'], compare: 'previous' });
    expect(before.errors).toEqual([
      {
        path: 'compare',
        message: 'Not accepted with waiting, which have no period. Ask for them in a query by themselves.',
      },
    ]);
  });

  test('they cost a row for each that is open, however many have ended', async () => {
    const client = await withRecords(
      ...times(60, (index) => aCall(`ended-${index}`, { started_at: ago(60 * index) })),
      ...times(8, (index) => openCall(`open-${index}`)),
    );
    await client.refresh();
    const response = await client.post({ metrics: OPEN, dimensions: ['queue'] });
    await response.body?.cancel();
    expect(costOf(response).read).toBeLessThanOrEqual(2 * 8 + 20);
  });
});

describe('agents now', () => {
  test('count by the state that they are in, which lasts for 12 hours', async () => {
    const client = await withRecords(
      inState('ann', 'available', HOUR, { team_id: 't1' }),
      inState('bob', 'available', 11.9 * HOUR, { team_id: 't1' }),
      inState('cid', 'available', 12.1 * HOUR),
      inState('dee', 'available', HOUR),
      inState('dee', 'busy', 60, { team_id: 't2' }),
      inState('eve', 'offline', 30),
      inState('fay', 'available', -HOUR),
    );
    const metrics = ['agents_available', 'agents_busy', 'agents_wrap'];
    const { rows } = await client.askTwice({ metrics });
    expect(rows).toEqual([{ agents_available: 2, agents_busy: 1, agents_wrap: 0 }]);
    const byTeam = await client.askTwice({ metrics, dimensions: ['team'], order: [{ by: 'team' }] });
    expect(byTeam.rows).toEqual([
      { team: 't1', team_name: 't1', agents_available: 2, agents_busy: 0, agents_wrap: 0 },
      { team: 't2', team_name: 't2', agents_available: 0, agents_busy: 1, agents_wrap: 0 },
    ]);
    const filters = [{ dimension: 'agent', in: ['dee'] }];
    expect((await client.ask({ metrics, filters })).rows).toEqual([
      { agents_available: 0, agents_busy: 1, agents_wrap: 0 },
    ]);
    expect((await client.refused({ metrics, dimensions: ['queue'] })).errors![0]!.message).toContain(
      'states of agents, which are only known by agent, team, department',
    );
  });

  test('cost at most two rows each', async () => {
    const client = await withRecords(
      ...times(30, (index) => inState(`a${index}`, 'busy', 13 * HOUR)),
      ...times(30, (index) => inState(`a${index}`, 'available', 60)),
    );
    const response = await client.post({ metrics: ['agents_available', 'agents_busy'] });
    await response.body?.cancel();
    await client.refresh();
    const settled = await client.post({ metrics: ['agents_available', 'agents_busy'] });
    expect(((await settled.json()) as { rows: unknown }).rows).toEqual([
      { agents_available: 30, agents_busy: 0 },
    ]);
    expect(costOf(settled).read).toBeLessThanOrEqual(2 * 30 + 20);
  });
});

test('random records: every count is that of a plain computation', async () => {
  const instant = fc.integer({ min: 5, max: 14 * HOUR });
  const interaction = fc.record({
    id: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'),
    status: fc.constantFrom('open', 'open', 'open', 'completed'),
    started: instant,
    queue_id: fc.constantFrom('q1', 'q2', undefined),
    direction: fc.constantFrom('inbound', 'inbound', 'outbound'),
    isAnswered: fc.boolean(),
    isChat: fc.boolean(),
  });
  const state = fc.record({
    agent_id: fc.constantFrom('ann', 'bob', 'cid'),
    at: instant,
    state: fc.constantFrom('available', 'busy', 'offline'),
    team_id: fc.constantFrom('t1', 't2', undefined),
  });
  await fc.assert(
    fc.asyncProperty(
      fc.array(interaction, { maxLength: 12 }),
      fc.array(state, { maxLength: 12 }),
      async (calls, states) => {
        const sentCalls = calls.map(({ id, started, isAnswered, isChat, ...rest }): Sent => {
          const make = isChat ? aChat : aCall;
          const answer = isChat ? 'first_response_at' : 'answered_at';
          return make(id, {
            started_at: ago(started),
            ...rest,
            ...(isAnswered && { [answer]: ago(started - 2) }),
          });
        });
        const sentStates = states.map(
          ({ at, ...rest }): Sent => ({ type: 'agent_state', at: ago(at), ...rest }),
        );
        const client = await withRecords(...sentCalls, ...sentStates);
        const newest = [...new Map(sentCalls.map((sent) => [sent.id, sent])).values()];
        const { rows, as_of } = await client.ask({ metrics: OPEN, dimensions: ['queue'] });
        const expected = openNowBy(newest, Date.parse(as_of) / 1_000, 'queue_id');
        expect(new Map(rows.map(({ queue, queue_name: _name, ...figures }) => [queue, figures]))).toEqual(
          expected,
        );
        const byTeam = await client.ask({ metrics: ['agents_busy'], dimensions: ['team'] });
        expect(new Map(byTeam.rows.map(({ team, agents_busy }) => [team, agents_busy]))).toEqual(
          agentsNowBy(sentStates, Date.parse(byTeam.as_of) / 1_000, 'busy', 'team_id'),
        );
      },
    ),
    { numRuns: 12 },
  );
});
