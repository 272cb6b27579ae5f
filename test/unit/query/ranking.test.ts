import { describe, expect, test } from 'vitest';
import type { Values } from '../../../src/query/measures.ts';
import type { QueryResult } from '../../../src/query/query.ts';
import { othersAsMember, rank, rankCounts, withRest } from '../../../src/query/ranking.ts';
import { OTHERS } from '../../../src/rollups/dimensions.ts';

const NAMES = new Map([
  ['a', { name: 'Ann' }],
  ['other', { name: 'A member of that id' }],
]);

/** Members with so many of everything. */
function answer(counts: Readonly<Record<string, number>>, others?: number): QueryResult {
  const figures =
    (count: number): Values =>
    () =>
      count;
  const groups = Object.entries(counts).map(([id, count]) => [id, figures(count)] as const);
  return new Map([...groups, ...(others === undefined ? [] : [[OTHERS, figures(others)] as const])]);
}

const shown = (members: ReturnType<typeof othersAsMember>) =>
  members.map(({ id, name, values, isOther }) => [id, name, values('ended'), isOther]);

describe('members that are counted together', () => {
  test('are nothing in an answer without them', () => {
    expect(shown(othersAsMember(answer({ a: 1 }), NAMES))).toEqual([['a', 'Ann', 1, false]]);
  });

  test('are one entry, last however many they are', () => {
    expect(shown(rank(answer({ b: 1, a: 2 }, 9), 'ended', { names: NAMES }))).toEqual([
      ['a', 'Ann', 2, false],
      ['b', 'b', 1, false],
      ['other', 'Other', 9, true],
    ]);
    expect(rankCounts(answer({ b: 1, a: 2 }, 9), 'ended')).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 1 },
      { name: 'other', count: 9 },
    ]);
  });

  test('are added to a member of the id other, which stays a member', () => {
    expect(shown(rank(answer({ other: 2, a: 3 }, 9), 'ended', { names: NAMES }))).toEqual([
      ['other', 'A member of that id', 11, false],
      ['a', 'Ann', 3, false],
    ]);
  });

  test('are left out when they are none', () => {
    expect(rankCounts(answer({ a: 2 }, 0), 'ended')).toEqual([{ name: 'a', count: 2 }]);
  });

  test('are part of what a limit leaves over', () => {
    expect(withRest(rankCounts(answer({ a: 5, b: 2 }, 9), 'ended'), 17, 1, 'other')).toEqual([
      { name: 'a', count: 5 },
      { name: 'other', count: 12 },
    ]);
  });

  test('come last in either order, behind members without a value', () => {
    const rated = answer({ a: 1, b: 3 }, 9);
    const ids = (order: 'asc' | 'desc') => rank(rated, 'ended', { names: NAMES, order }).map(({ id }) => id);
    expect([ids('asc'), ids('desc')]).toEqual([
      ['a', 'b', 'other'],
      ['b', 'a', 'other'],
    ]);
  });
});

/** A member with so many calls, which took so many seconds together. */
function timed(calls: number, seconds: number | undefined): Values {
  const values: Readonly<Record<string, number>> = {
    calls,
    call_seconds: seconds ?? 0,
    calls_timed: seconds === undefined ? 0 : calls,
  };
  return (input) => values[input] ?? 0;
}

describe('a ranking', () => {
  const members = new Map([
    ['none', timed(4, undefined)],
    ['slow', timed(1, 90)],
    ['fast', timed(2, 60)],
    ['fast too', timed(1, 30)],
    ['idle', timed(0, undefined)],
  ]);
  const ids = (options: Parameters<typeof rank>[2]) =>
    rank(members, 'avg_duration', { having: ['total_calls'], ...options }).map(({ id }) => id);

  test('has members without a value last in either order, and none that `having` counts nothing of', () => {
    expect(ids({})).toEqual(['slow', 'fast', 'fast too', 'none']);
    expect(ids({ order: 'asc' })).toEqual(['fast', 'fast too', 'slow', 'none']);
  });

  test('breaks ties by another measure before the name', () => {
    expect(rank(members, 'avg_duration', { tieBreak: 'total_calls' }).map(({ id }) => id)).toEqual([
      'slow',
      'fast',
      'fast too',
    ]);
    const tied = new Map([
      ['a', timed(1, 30)],
      ['b', timed(2, 60)],
    ]);
    expect(rank(tied, 'avg_duration').map(({ id }) => id)).toEqual(['a', 'b']);
    expect(rank(tied, 'avg_duration', { tieBreak: 'total_calls' }).map(({ id }) => id)).toEqual(['b', 'a']);
  });
});
