import { describe, expect, test } from 'vitest';
import { aCall, aChat, aRating, type Sent } from '../../support/records.ts';
import { callsClient } from '../calls/client.ts';
import { type Answered, queryClient } from './client.ts';

const DAY = { from: '2026-03-10', to: '2026-03-10' };
const at = (seconds: number): string => new Date(Date.UTC(2026, 2, 10, 12) + seconds * 1_000).toISOString();
const leg = (agent: string | undefined, from: number, disposition: string, fields: Sent = {}): Sent => ({
  agent_id: agent,
  started_at: at(from),
  disposition,
  ...fields,
});

/** It rang at ann for 15 seconds and was taken by bob, who spoke for 100 seconds. */
const RANG_AND_TAKEN = aCall('a', {
  wait_seconds: 20,
  duration_seconds: 100,
  cost: { telephony: 0.5 },
  legs: [
    leg('ann', 0, 'no_answer', { ended_at: at(15) }),
    leg('bob', 15, 'answered', { answered_at: at(20), ended_at: at(120), wrap_seconds: 9 }),
  ],
});

/** Two agents at once: ann asks bob to join. */
const CONFERENCE = aCall('b', {
  duration_seconds: 300,
  legs: [
    leg('ann', 0, 'answered', { answered_at: at(4), ended_at: at(304), hold_seconds: 50 }),
    leg('bob', 100, 'conferenced', { ended_at: at(304) }),
  ],
});

type Case = [title: string, records: Sent[], query: Record<string, unknown>, rows: Answered['rows']];
const METRICS = ['total_calls', 'completed_calls', 'missed_calls', 'avg_wait_time', 'avg_duration'];
const agents = (...rows: [string, number, number, number, number | null, number | null][]) =>
  rows.map(([agent, calls, completed, missed, wait, duration]) => ({
    agent,
    agent_name: agent,
    total_calls: calls,
    completed_calls: completed,
    missed_calls: missed,
    avg_wait_time: wait,
    avg_duration: duration,
  }));

const CASES: Case[] = [
  [
    'a call that rang at one agent and was taken by another is missed for the first',
    [RANG_AND_TAKEN],
    { metrics: METRICS, dimensions: ['agent'] },
    agents(['ann', 1, 0, 1, null, null], ['bob', 1, 1, 0, 5, 100]),
  ],
  [
    'it is one call of the tenant, as it was sent',
    [RANG_AND_TAKEN],
    { metrics: METRICS },
    [{ total_calls: 1, completed_calls: 1, missed_calls: 0, avg_wait_time: 20, avg_duration: 100 }],
  ],
  [
    'two agents at once both handled it, each for as long as they were there',
    [CONFERENCE],
    { metrics: [...METRICS, 'talk_time', 'hold_time'], dimensions: ['agent'] },
    [
      { ...agents(['ann', 1, 1, 0, 4, 300])[0]!, talk_time: 250, hold_time: 50 },
      { ...agents(['bob', 1, 1, 0, 0, 204])[0]!, talk_time: 204, hold_time: 0 },
    ],
  ],
  [
    'several legs at one agent are one call there',
    [
      aCall('c', {
        legs: [
          leg('ann', 0, 'no_answer', { ended_at: at(10) }),
          leg('bob', 10, 'rejected'),
          leg('ann', 20, 'answered', { ended_at: at(80) }),
        ],
      }),
    ],
    { metrics: METRICS, dimensions: ['agent'] },
    agents(['ann', 1, 1, 0, 20, 60], ['bob', 1, 0, 1, null, null]),
  ],
  [
    'a leg that named no agent counts at no agent if others do',
    [
      aCall('d', {
        legs: [
          leg(undefined, 0, 'transferred', { queue_id: 'q' }),
          leg('ann', 5, 'answered', { queue_id: 'q' }),
        ],
      }),
    ],
    { metrics: ['total_calls', 'answered'], dimensions: ['agent'] },
    [{ agent: 'ann', agent_name: 'ann', total_calls: 1, answered: 1 }],
  ],
  [
    'a queue that passed a call on without an answer has it as overflowed',
    [
      aCall('e', {
        legs: [
          leg(undefined, 0, 'transferred', { queue_id: 'q1', ended_at: at(60) }),
          leg('ann', 60, 'answered', { queue_id: 'q2', answered_at: at(62), ended_at: at(70) }),
        ],
      }),
    ],
    { metrics: ['offered', 'answered', 'overflowed', 'average_speed_of_answer'], dimensions: ['queue'] },
    [
      {
        queue: 'q1',
        queue_name: 'q1',
        offered: 1,
        answered: 0,
        overflowed: 1,
        average_speed_of_answer: null,
      },
      { queue: 'q2', queue_name: 'q2', offered: 1, answered: 1, overflowed: 0, average_speed_of_answer: 2 },
    ],
  ],
  [
    'costs are counted once, at the agent that the call belongs to',
    [RANG_AND_TAKEN],
    { metrics: ['total_cost'], dimensions: ['agent'] },
    [{ agent: 'bob', agent_name: 'bob', total_cost: 0.5 }],
  ],
  [
    'all but one agent: what the others did',
    [RANG_AND_TAKEN, aCall('f'), aCall('g', { agent_id: 'bob' })],
    { metrics: ['total_calls', 'missed_calls'], filters: [{ dimension: 'agent', not_in: ['bob'] }] },
    [{ total_calls: 2, missed_calls: 1 }],
  ],
  [
    'no agent: only calls that nobody was named for',
    [RANG_AND_TAKEN, CONFERENCE, aCall('f')],
    { metrics: ['total_calls'], filters: [{ dimension: 'agent', is_set: false }] },
    [{ total_calls: 1 }],
  ],
  [
    'an agent within a department: the legs that name both',
    [
      aCall('h', {
        legs: [
          leg('ann', 0, 'answered', { department_id: 'd1' }),
          leg('bob', 9, 'answered', { department_id: 'd2' }),
        ],
      }),
    ],
    { metrics: ['total_calls'], dimensions: ['agent'], filters: [{ dimension: 'department', in: ['d1'] }] },
    [{ agent: 'ann', agent_name: 'ann', total_calls: 1 }],
  ],
  [
    'ratings stay with the agent that the chat belongs to',
    [
      aChat('v', { agent_id: 'ann', legs: [leg('ann', 0, 'answered'), leg('bob', 9, 'answered')] }),
      aRating('r', 'v', 4),
    ],
    { metrics: ['csat_avg_rating', 'conversations'], dimensions: ['agent'] },
    [
      { agent: 'ann', agent_name: 'ann', csat_avg_rating: 4, conversations: 1 },
      { agent: 'bob', agent_name: 'bob', csat_avg_rating: null, conversations: 1 },
    ],
  ],
];

describe('legs', () => {
  test.each(CASES)('%s', async (_, records, query, rows) => {
    const client = await queryClient();
    await client.send(...records);
    expect((await client.askTwice({ period: DAY, ...query })).rows).toEqual(rows);
  });

  test('a late leg changes who handled a call, and an edit removes its legs', async () => {
    const client = await queryClient();
    const query = { metrics: ['total_calls', 'completed_calls'], dimensions: ['agent'], period: DAY };
    const shown = async () =>
      (await client.askTwice(query)).rows.map((it) => [it.agent, it.total_calls, it.completed_calls]);
    await client.send(aCall('a', { legs: [leg('ann', 0, 'answered')] }));
    expect(await shown()).toEqual([['ann', 1, 1]]);
    await client.send(RANG_AND_TAKEN);
    expect(await shown()).toEqual([
      ['ann', 1, 0],
      ['bob', 1, 1],
    ]);
    await client.send(aCall('a', { agent_id: 'cleo' }));
    expect(await shown()).toEqual([['cleo', 1, 1]]);
  });

  test('a call over midnight counts on the day it started, with every leg', async () => {
    const client = await queryClient();
    const start = '2026-03-10T23:59:50Z';
    const legs = [
      { agent_id: 'ann', started_at: start, ended_at: '2026-03-11T00:00:05Z', disposition: 'no_answer' },
      {
        agent_id: 'bob',
        started_at: '2026-03-11T00:00:05Z',
        ended_at: '2026-03-11T00:10:05Z',
        disposition: 'answered',
      },
    ];
    await client.send(aCall('n', { started_at: start, legs }));
    const { rows } = await client.askTwice({
      metrics: ['total_calls', 'avg_duration'],
      dimensions: ['agent', 'time:day'],
      period: { from: '2026-03-10', to: '2026-03-11' },
    });
    expect(rows.map((it) => [it.agent, it.time, it.total_calls, it.avg_duration])).toEqual([
      ['ann', '2026-03-10', 1, null],
      ['bob', '2026-03-10', 1, 600],
    ]);
  });
});

test('the agents of the calls follow legs, the overview counts a call once', async () => {
  const client = await callsClient();
  await client.send(RANG_AND_TAKEN, CONFERENCE);
  const period = { date_from: '2026-03-10', date_to: '2026-03-10' };
  const rows = (await client.readTwice('agents', period)) as Record<string, unknown>[];
  expect(rows.map((it) => [it.user_id, it.total_calls, it.completed_calls, it.missed_calls])).toEqual([
    ['ann', 2, 1, 1],
    ['bob', 2, 2, 0],
  ]);
  expect(await client.readTwice('overview', period)).toMatchObject({ total_calls: 2, completed_calls: 2 });
});
