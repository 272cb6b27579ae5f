import { describe, expect, test } from 'vitest';
import { kept, NOW, refusals, START } from './context.ts';

const state = { type: 'agent_state', agent_id: 'a-1', at: '2026-03-09T17:05:00.9Z', state: 'busy' };
const shift = {
  type: 'shift',
  id: 's-1',
  agent_id: 'a-1',
  started_at: '2026-03-09T17:05:00Z',
  ended_at: '2026-03-10T01:05:00Z',
  activity: 'work',
};
const digest = expect.stringMatching(/^[0-9a-f]{32}$/);

describe('a state', () => {
  test.each([
    [{}, {}],
    [
      { reason: 'list', team_id: 't', department_id: 'd' },
      { reason: 'list', team_id: 't', department_id: 'd' },
    ],
    // Only describes the record.
    [{ reason: 'Back at 5!' }, {}],
    [{ reason: null, team_id: null }, {}],
  ])('%j', (fields, more) => {
    expect(kept({ ...state, ...fields })).toEqual({
      type: 'agent_state',
      id: `${START}/a-1`,
      agent_id: 'a-1',
      version: NOW,
      deleted: false,
      digest,
      body: { at: START, state: 'busy', ...more },
    });
  });

  test.each([
    [{ state: 'away' }, 'state: '],
    [{ state: undefined }, 'state: '],
    [{ at: '2026-03-09T17:05:00' }, 'at: '],
    [{ agent_id: '' }, 'agent_id: '],
    [{ id: 'x' }, 'id: Unknown field'],
  ])('is refused with %j', (fields, error) => {
    expect(refusals({ ...state, ...fields })).toEqual([expect.stringContaining(error)]);
  });
});

describe('a shift', () => {
  test('has its span, its activity and whom it counts for', () => {
    expect(kept({ ...shift, team_id: 't', department_id: 'd' })).toEqual({
      type: 'shift',
      id: 's-1',
      agent_id: 'a-1',
      version: NOW,
      deleted: false,
      digest,
      body: {
        started_at: START,
        ended_at: START + 8 * 3_600,
        activity: 'work',
        team_id: 't',
        department_id: 'd',
      },
    });
  });

  test('may last for 24 hours', () => {
    const ended_at = '2026-03-10T17:05:00Z';
    expect(kept({ ...shift, ended_at })).toMatchObject({ body: { ended_at: START + 86_400 } });
  });

  test.each([
    [{ ended_at: '2026-03-10T17:05:01Z' }, 'ended_at: Must be after started_at, by at most 24 hours.'],
    [{ ended_at: shift.started_at }, 'ended_at: Must be after started_at, by at most 24 hours.'],
    [{ activity: 'lunch' }, 'activity: '],
  ])('is refused with %j', (fields, error) => {
    expect(refusals({ ...shift, ...fields })).toEqual([expect.stringContaining(error)]);
  });
});
