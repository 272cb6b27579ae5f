import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { importCells } from './import-row.ts';

const blocks = [...readFileSync('docs/import.md', 'utf8').matchAll(/^```json\n([\s\S]*?)^```/gm)];
const documented = blocks
  .map(([, json = '']) => JSON.parse(json) as { name?: string })
  .find(({ name }) => name === 'States of agents')!;

test.each([
  ['Talking', 'busy'],
  ['Logged out', 'offline'],
  ['Coaching', 'other'],
])('the documented mapping of states makes of %s the state %s', async (Status, state) => {
  const cells = { Agent: '17', Time: '2026-03-10 09:00:00', Status, Team: 'North' };
  expect(await importCells({ ...documented, zone: 'Europe/Berlin' }, cells)).toEqual([
    { type: 'agent_state', agent_id: '17', at: '2026-03-10T08:00:00Z', state, team_id: 'North' },
  ]);
});

test('the documented mapping of events makes states of calls, rings and pauses that overlap', async () => {
  const events = blocks
    .map(([, json = '']) => JSON.parse(json) as { name?: string })
    .find(({ name }) => name === 'Events of agents')!;
  const rows = [
    ['09:00', 'LOGIN'],
    ['09:01', 'RING', '7'],
    ['09:02', 'ANSWER', '7'],
    ['09:03', 'PAUSE', '', 'Lunch'],
    ['09:04', 'HANGUP', '7'],
    ['09:05', 'RESUME'],
    ['09:06', 'LOGOUT'],
  ].map(([time, event, call, reason]) => ({
    ...{ agent: '17', time: `2026-03-10 ${time}`, event },
    ...(call && { call }),
    ...(reason && { reason }),
  }));
  const records = (await importCells({ ...events, zone: 'Europe/Berlin' }, { rows })) as Record<
    string,
    unknown
  >[];
  expect(records.map(({ at, state, reason }) => [at, state, reason])).toEqual([
    ['2026-03-10T08:00:00Z', 'available', undefined],
    ['2026-03-10T08:01:00Z', 'ringing', undefined],
    ['2026-03-10T08:02:00Z', 'busy', undefined],
    ['2026-03-10T08:03:00Z', 'busy', undefined],
    ['2026-03-10T08:04:00Z', 'lunch', 'lunch'],
    ['2026-03-10T08:05:00Z', 'available', undefined],
    ['2026-03-10T08:06:00Z', 'offline', undefined],
  ]);
});
