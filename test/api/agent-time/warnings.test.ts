import { expect, test } from 'vitest';
import { aCall, type Sent } from '../../support/records.ts';
import { queryClient } from '../query/client.ts';

const DAY = { from: '2026-03-10', to: '2026-03-10' };

/** So many busy seconds of an agent from noon on, and a call that lasted so long. */
function busyAndCall(agent: string, busy: number, talked: number): Sent[] {
  const noon = Date.parse('2026-03-10T12:00:00Z');
  const state = (seconds: number, name: string) => ({
    type: 'agent_state',
    agent_id: agent,
    at: new Date(noon + seconds * 1_000).toISOString(),
    state: name,
  });
  return [
    state(0, 'busy'),
    state(busy, 'offline'),
    aCall(`call of ${agent}`, { agent_id: agent, duration_seconds: talked }),
  ];
}

const ASKED = { metrics: ['total_calls', 'occupancy'], period: DAY };

test('an answer warns of agents whose busy time and calls differ by more than 5 %', async () => {
  const client = await queryClient();
  await client.send(...busyAndCall('even', 1_000, 1_000), ...busyAndCall('close', 1_000, 950));
  await client.send(...busyAndCall('short', 1_000, 949), ...busyAndCall('long', 1_000, 2_000));
  const { warnings } = (await client.askTwice(ASKED)) as { warnings?: object[] };
  expect(warnings).toEqual([
    {
      metrics: ['occupancy'],
      message:
        'The busy time of states and the duration of completed calls, in seconds, differ by more than 5 % for long (1000 and 2000), short (1000 and 949). Some states or calls may be missing.',
    },
  ]);
});

const SILENT: [string, object, Sent[]][] = [
  [
    'of what does not depend on busy time',
    { metrics: ['adherence'], period: DAY },
    busyAndCall('x', 10, 900),
  ],
  ['of agents without calls', ASKED, busyAndCall('x', 900, 0)],
  [
    'of periods of less than a day',
    { ...ASKED, period: { from: '2026-03-10', to: '2026-03-10T20:00:00Z' } },
    busyAndCall('x', 10, 900),
  ],
  [
    'if agents are left out by the filter',
    { ...ASKED, filters: [{ dimension: 'agent', not_in: ['x'] }] },
    busyAndCall('x', 10, 900),
  ],
];

test.each(SILENT)('it does not warn %s', async (_, asked, records) => {
  const client = await queryClient();
  await client.send(...records);
  expect(await client.askTwice(asked)).not.toHaveProperty('warnings');
});
