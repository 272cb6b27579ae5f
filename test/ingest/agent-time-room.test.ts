import { expect, test } from 'vitest';
import { BOUNDS } from '../../src/bounds.ts';
import type { Sent } from '../support/records.ts';
import { senderOf } from './client.ts';

const aShift = (id: string, fields: Sent = {}): Sent => ({
  type: 'shift',
  id,
  agent_id: 'x',
  started_at: '2026-03-10T08:00:00Z',
  ended_at: '2026-03-10T09:00:00Z',
  activity: 'work',
  ...fields,
});

test('as many shifts of an agent as are allowed begin on a day; deletions make room', async () => {
  const sender = await senderOf({});
  const most = BOUNDS.shiftsPerAgentDay.value;
  const all = Array.from({ length: most }, (_, index) => aShift(`s${index}`));
  const counts = async (...records: Sent[]) => {
    const response = await sender.post({ records });
    const { created, updated, deleted, rejected } = (await response.json()) as Record<string, number>;
    return { created, updated, deleted, rejected };
  };
  expect(await counts(...all, aShift('more'))).toEqual({
    created: most,
    updated: 0,
    deleted: 0,
    rejected: 1,
  });
  const change = { activity: 'break' };
  expect(await counts(aShift('more'), aShift('s0', change))).toEqual({
    created: 0,
    updated: 1,
    deleted: 0,
    rejected: 1,
  });
  expect(await counts({ type: 'shift', id: 's1', deleted: true })).toMatchObject({ deleted: 1 });
  expect(await counts(aShift('more'), aShift('even more'))).toMatchObject({ created: 1, rejected: 1 });
});

test('writers of one agent and day at the same time lose nothing', async () => {
  const sender = await senderOf({});
  const states = Array.from({ length: 6 }, (_, index) => ({
    type: 'agent_state',
    agent_id: 'x',
    at: `2026-03-10T0${index}:00:00Z`,
    state: index === 5 ? 'offline' : 'busy',
  }));
  const responses = await Promise.all(states.map((state) => sender.post({ records: [state] })));
  for (const response of responses) expect(await response.json()).toMatchObject({ created: 1 });
  const again = await sender.post({ records: states });
  expect(await again.json()).toMatchObject({ unchanged: 6 });
});
