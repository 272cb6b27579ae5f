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
