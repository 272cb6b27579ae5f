import { expect, test } from 'vitest';
import { aCall, aChat } from '../../support/records.ts';
import { analyticsClient } from './client.ts';

test.each([
  [
    'voice',
    'Voice analytics',
    'Calls 3; Completed 2; Failed 1; Average duration 1,200.5 s; Resolved at first contact 33.3 %; Tickets created 1; Escalated 0',
    'Calls per day',
    [
      ['2026-03-10', 3],
      ['2026-03-11', 0],
    ],
  ],
  [
    'conversations',
    'Conversations',
    'Conversations 2; Resolved by AI 50.0 %; Resolved by people 0; Escalated 0.0 %; Average first response, minutes –; Median resolution, minutes 1.0',
    'Conversations per day',
    [
      ['2026-03-10', 1],
      ['2026-03-11', 1],
    ],
  ],
  [
    'all',
    'All analytics',
    'Calls and conversations 5; Calls 3; Conversations 2; Resolution rate of both 40.0 %; Average duration of calls 1,200.5 s; Average first response, minutes –; SLA compliance 100.0 %',
    'Calls and conversations per day',
    [
      ['2026-03-10', 4],
      ['2026-03-11', 1],
    ],
  ],
  [
    'sla_quality',
    'SLA quality',
    'First response: tracked 0; First response: breached 0; First response: compliance –; Resolution: tracked 1; Resolution: breached 0; Resolution: compliance 100.0 %',
    'SLA compliance per day, %',
    [
      ['2026-03-10', 100],
      ['2026-03-11', null],
    ],
  ],
  [
    'resolution_rates',
    'Resolution rates',
    'Conversations 2; Resolved 1; Resolution rate 50.0 %; Resolved by AI 50.0 %; Resolved by people 0.0 %',
    'Resolution rate per day, %',
    [
      ['2026-03-10', 100],
      ['2026-03-11', 0],
    ],
  ],
  [
    'performance',
    'Agent and team performance',
    'Conversations 2; Resolved 1; Resolution rate 50.0 %; Average first response, minutes –; Average resolution, minutes 1.0',
    'Agents with most conversations',
    [
      [{ name: 'Ann Lee', id: 'ann' }, 1],
      [{ name: 'bob', id: 'bob' }, 1],
    ],
  ],
  [
    'queues',
    'Queues',
    'Offered 4; Answered 3; Abandoned 1; Overflowed 0; Service level 0.0 %; Average speed of answer –; Abandonment rate 25.0 %',
    'Service level per day, %',
    [
      ['2026-03-10', 0],
      ['2026-03-11', null],
    ],
  ],
  [
    'agent_time',
    'Time of agents',
    'Signed in 5,400.0 s; Available 3,600.0 s; Busy 1,200.0 s; Wrap-up 600.0 s; Occupancy 33.3 %; Utilisation 100.0 %; Schedule adherence –',
    'Occupancy per day, %',
    [
      ['2026-03-10', 33.3],
      ['2026-03-11', null],
    ],
  ],
] as const)('scope %s', async (scope, title, keyFigures, chart, points) => {
  const client = await analyticsClient();
  await client.send(
    aCall('c1', { duration_seconds: 1_200, outcome: 'ticket_created', transferred: true }),
    aCall('c2', { duration_seconds: 1_201, outcome: 'sold' }),
    aCall('c3', { status: 'missed' }),
    aChat('v1', {
      agent_id: 'ann',
      resolved_at: '2026-03-10T12:01:00Z',
      resolved_by: 'ai',
      sla: { resolution_seconds: 60 },
    }),
    aChat('v2', { started_at: '2026-03-11T12:00:00Z', agent_id: 'bob', status: 'open' }),
    { type: 'agent', id: 'ann', name: 'Ann Lee' },
    ...[
      ['12:00', 'available'],
      ['13:00', 'busy'],
      ['13:20', 'wrap'],
      ['13:30', 'offline'],
    ].map(([at, state]) => ({
      ...{ type: 'agent_state', agent_id: 'ann' },
      ...{ at: `2026-03-10T${at}:00Z`, state },
    })),
  );
  const source = client.open({ scope, to: '2026-03-11' });
  expect(source.title).toBe(title);
  const overview = await source.overview();
  expect(overview.keyFigures.map(({ label, value }) => `${label} ${value}`).join('; ')).toBe(keyFigures);
  expect(overview.chart).toEqual({
    title: chart,
    // All are counts, but the rates.
    counts: !chart.endsWith('%'),
    points: points.map(([label, value]) => ({ label, value })),
  });
});
