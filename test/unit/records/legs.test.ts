import { describe, expect, test } from 'vitest';
import type { InteractionRecord } from '../../../src/records/types.ts';
import { call, kept, refusals } from './context.ts';

const START = '2026-03-09T14:05:00Z';
const at = (seconds: number): string => new Date(Date.parse(START) + seconds * 1_000).toISOString();
const second = (seconds: number): number => Date.parse(START) / 1_000 + seconds;

const bodyOf = (fields: object) =>
  (kept({ ...call, started_at: START, ...fields }) as InteractionRecord).body;

const rang = { agent_id: 'a', started_at: at(0), ended_at: at(15), disposition: 'no_answer' };
const taken = { agent_id: 'b', team_id: 't', started_at: at(15), disposition: 'answered' };

describe('legs are refused', () => {
  test.each([
    [{}, ['legs: Must be an array of at most 50 objects, one per leg']],
    [Array.from({ length: 51 }, () => rang), ['legs: Must be an array of at most 50 objects']],
    [
      [{ agent_id: 'a' }],
      ['legs.0.started_at: Required', 'legs.0.disposition: Required: one of answered, no_answer'],
    ],
    [
      [{ ...rang, disposition: 'busy' }],
      ['legs.0.disposition: Must be one of answered, no_answer, rejected'],
    ],
    [
      [{ ...rang, started_at: at(-1) }],
      ['legs.0.started_at: Must be at or after started_at of the interaction.'],
    ],
    [
      [rang, { ...rang, ended_at: at(-1), started_at: at(1) }],
      ['legs.1.ended_at: Must be at or after started_at'],
    ],
    [
      [{ ...rang, answered_at: at(3) }],
      ['legs.0.answered_at: Accepted only if the disposition is one of answered, transf'],
    ],
    [[{ ...taken, answered_at: at(3) }], ['legs.0.answered_at: Must be at or after started_at of the leg.']],
    [
      [
        { ...rang, id: 'x' },
        { ...taken, id: 'x' },
      ],
      ['legs.1.id: Must differ from the ids of the legs before it.'],
    ],
    [[{ ...rang, wrap_seconds: -1 }], ['legs.0.wrap_seconds: Must be a whole number from 0']],
    [[{ ...rang, colour: 'red' }], ['legs.0.colour: ']],
  ])('%j', (legs, messages) => {
    const found = refusals({ ...call, started_at: START, legs });
    expect(found).toHaveLength(messages.length);
    for (const [index, message] of messages.entries()) expect(found[index]).toContain(message);
  });
});

describe('what is kept of legs', () => {
  test('they are in the order of their starts; an answered one was answered at its start unless told', () => {
    expect(bodyOf({ legs: [taken, rang] }).legs).toEqual([
      { agent_id: 'a', started_at: second(0), ended_at: second(15), disposition: 'no_answer' },
      {
        agent_id: 'b',
        team_id: 't',
        started_at: second(15),
        answered_at: second(15),
        disposition: 'answered',
      },
    ]);
  });

  test('members, holds, wrap-up and transfer come from the legs unless they are sent', () => {
    const legs = [
      {
        ...taken,
        queue_id: 'q',
        hold_seconds: 30,
        wrap_seconds: 4,
        disposition: 'transferred',
        answered_at: at(16),
      },
      { ...rang, started_at: at(20), ended_at: at(22), hold_seconds: 1 },
    ];
    const sent = { legs };
    expect(bodyOf(sent)).toMatchObject({
      agent_id: 'b',
      team_id: 't',
      queue_id: 'q',
      hold_seconds: 31,
      wrap_seconds: 4,
      transferred: true,
    });
    const told = { agent_id: 'owner', team_id: 'own', hold_seconds: 0, transferred: false };
    expect(bodyOf({ ...sent, ...told })).toMatchObject({ ...told, wrap_seconds: 4 });
  });

  test('the last answered leg of the own agent stands for the whole, else the last answered, else the last', () => {
    const of = (agent: string, from: number, disposition: string) => ({
      agent_id: agent,
      team_id: `${agent}${from}`,
      started_at: at(from),
      disposition,
    });
    const legs = [of('a', 0, 'answered'), of('b', 1, 'answered'), of('a', 2, 'no_answer')];
    const teamOf = (fields: object) => bodyOf(fields).team_id;
    expect(teamOf({ legs })).toBe('b1');
    expect(teamOf({ legs, agent_id: 'a' })).toBe('a0');
    expect(teamOf({ legs: [of('a', 0, 'no_answer'), of('b', 1, 'rejected')] })).toBe('b1');
  });

  test('an empty list is no legs', () => {
    expect(bodyOf({ legs: [] })).not.toHaveProperty('legs');
  });
});
