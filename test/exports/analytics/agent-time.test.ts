import { expect, test } from 'vitest';
import { analyticsClient } from './client.ts';

const state = (agent_id: string, at: string, name: string) => ({
  ...{ type: 'agent_state', agent_id },
  ...{ at: `2026-03-${at}:00Z`, state: name },
});

/** Ann works from 22:00 to 02:00 with a break after midnight, Bob for an hour of his two; Cat does not come. */
const RECORDS = [
  { type: 'agent', id: 'ann', name: 'Ann Lee' },
  {
    ...{ type: 'shift', id: 's1', agent_id: 'bob', activity: 'work' },
    ...{ started_at: '2026-03-10T12:00:00Z', ended_at: '2026-03-10T14:00:00Z' },
  },
  {
    ...{ type: 'shift', id: 's2', agent_id: 'cat', activity: 'work' },
    ...{ started_at: '2026-03-11T12:00:00Z', ended_at: '2026-03-11T13:00:00Z' },
  },
  state('ann', '10T22:00', 'available'),
  state('ann', '10T23:00', 'busy'),
  state('ann', '11T00:30', 'wrap'),
  state('ann', '11T00:40', 'break'),
  state('ann', '11T01:00', 'lunch'),
  state('ann', '11T02:00', 'offline'),
  state('bob', '10T13:00', 'ringing'),
  state('bob', '10T13:10', 'busy'),
  state('bob', '10T14:00', 'offline'),
];

type Seconds = readonly [
  available: number,
  busy: number,
  ringing: number,
  wrap: number,
  pause: number,
  lunch: number,
];
const time = (
  [available, busy, ringing, wrap, pause, lunch]: Seconds,
  scheduled: number,
  occupancy: number | null,
  utilisation: number | null,
  adherence: number | null,
) => ({
  signed_in_seconds: available + busy + ringing + wrap + pause + lunch,
  ...{ available_seconds: available, busy_seconds: busy, ringing_seconds: ringing, wrap_seconds: wrap },
  ...{ break_seconds: pause, lunch_seconds: lunch, scheduled_seconds: scheduled },
  ...{ occupancy, utilisation, adherence },
});

test('time of agents: totals, by day with states carried over midnight, by agent, by day and agent', async () => {
  const client = await analyticsClient();
  await client.send(...RECORDS);
  const ann = { id: 'ann', name: 'Ann Lee' };
  const bob = { id: 'bob', name: 'bob', ...time([0, 3000, 600, 0, 0, 0], 7200, 100, 100, 50) };
  const cat = { id: 'cat', name: 'cat', ...time([0, 0, 0, 0, 0, 0], 3600, null, null, 0) };
  expect(await client.rows({ scope: 'agent_time', to: '2026-03-11' })).toEqual({
    agents_time_total: [time([3600, 8400, 600, 600, 1200, 3600], 10_800, 72.7, 73.3, 33.3)],
    agents_time_by_day: [
      { date: '2026-03-10', ...time([3600, 6600, 600, 0, 0, 0], 7200, 66.7, 100, 50) },
      { date: '2026-03-11', ...time([0, 1800, 0, 600, 1200, 3600], 3600, 100, 33.3, 0) },
    ],
    agent_time: [{ ...ann, ...time([3600, 5400, 0, 600, 1200, 3600], 0, 62.5, 66.7, null) }, bob, cat],
    agent_time_by_day: [
      { date: '2026-03-10', ...ann, ...time([3600, 3600, 0, 0, 0, 0], 0, 50, 100, null) },
      { date: '2026-03-10', ...bob },
      { date: '2026-03-11', ...ann, ...time([0, 1800, 0, 600, 1200, 3600], 0, 100, 33.3, null) },
      { date: '2026-03-11', ...cat },
    ],
  });
});
