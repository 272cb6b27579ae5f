import { describe, expect, test } from 'vitest';
import { RECORDS } from '../../../src/records/registry.ts';
import { kept, NOW, refusals, START } from './context.ts';

const BY_ID = Object.keys(RECORDS).filter((type) => !type.endsWith('_stats') && type !== 'agent_state');

describe('a deletion', () => {
  test.each(BY_ID)('of %s has type and id', (type) => {
    expect(kept({ type, id: 'x-1', deleted: true })).toEqual({
      type,
      id: 'x-1',
      version: NOW,
      deleted: true,
    });
  });

  test('of agent_state has an agent and an instant', () => {
    const at = '2026-03-09T17:05:00Z';
    expect(kept({ type: 'agent_state', agent_id: 'a/1', at, deleted: true })).toEqual({
      type: 'agent_state',
      id: `${START}/a/1`,
      version: NOW,
      deleted: true,
    });
  });

  test.each([
    ['article_stats', 'article_id'],
    ['email_channel_stats', 'email_channel_id'],
  ])('of %s has a date and %s', (type, field) => {
    const raw = {
      type,
      [field]: 'x-1',
      date: '2026-03-09',
      deleted: true,
      updated_at: '2026-03-09T17:05:00Z',
    };
    const expected = {
      type,
      id: '2026-03-09/x-1',
      date: '2026-03-09',
      dimension_id: 'x-1',
      version: START,
      deleted: true,
    };
    expect(kept(raw)).toEqual(expected);
  });

  test.each([
    [
      { type: 'agent', id: 'a', deleted: true, name: 'Ana' },
      ['name: Unknown field; accepted: type, updated_at, deleted, id'],
    ],
    [{ type: 'agent', deleted: true }, ['id: Required']],
    [
      { type: 'agent', id: 'a', deleted: true, updated_at: '2026-03-11T00:00:01Z' },
      ['updated_at: Must be at most 24 hours after'],
    ],
    [{ type: 'agent', id: 'a', deleted: 1 }, ['deleted: Must be true or false', 'name: Required']],
    [
      { type: 'article_stats', id: 'a', deleted: true },
      ['date: Required', 'article_id: Required', 'id: Unknown field'],
    ],
    [
      { type: 'article_stats', article_id: 'a', date: '2026-03-09', deleted: true, views: 1 },
      ['views: Unknown field'],
    ],
  ])('%j is refused', (raw, errors) => {
    expect(refusals(raw)).toEqual(errors.map((error) => expect.stringContaining(error)));
  });
});
