import { describe, expect, test } from 'vitest';
import { listed } from '../../../src/query/listed.ts';
import type { Values } from '../../../src/query/measures.ts';
import type { QueryResult } from '../../../src/query/query.ts';
import { rankedMembers } from '../../../src/query/ranked-members.ts';
import { ranked, withRest } from '../../../src/query/ranking.ts';
import { reviewedIn, topReviewed } from '../../../src/query/reviewed.ts';
import { OTHERS } from '../../../src/rollups/dimensions.ts';

const NAMES = new Map([
  ['a', { name: 'Ann' }],
  ['other', { name: 'A member of that id' }],
]);
const SCOPE = { period: {} as never, filter: {}, inputs: [] };

/** Members with so many of everything. */
function answer(counts: Readonly<Record<string, number>>, others?: number): QueryResult {
  const figures =
    (count: number): Values =>
    () =>
      count;
  const groups = Object.entries(counts).map(([id, count]) => [id, figures(count)] as const);
  return new Map([...groups, ...(others === undefined ? [] : [[OTHERS, figures(others)] as const])]);
}

const shown = (members: ReturnType<typeof listed>) =>
  members.map(({ id, name, figures, isOther }) => [id, name, figures('ended'), isOther]);

describe('members that are counted together', () => {
  test('are nothing in an answer without them', () => {
    expect(shown(listed(answer({ a: 1 }), NAMES))).toEqual([['a', 'Ann', 1, false]]);
  });

  test('are one entry, last however many they are', () => {
    expect(shown(rankedMembers(answer({ b: 1, a: 2 }, 9), 'ended', NAMES))).toEqual([
      ['a', 'Ann', 2, false],
      ['b', 'b', 1, false],
      ['other', 'Other', 9, true],
    ]);
    expect(ranked(answer({ b: 1, a: 2 }, 9), 'ended')).toEqual([
      { name: 'a', count: 2 },
      { name: 'b', count: 1 },
      { name: 'other', count: 9 },
    ]);
  });

  test('are added to a member of the id other, which stays a member', () => {
    expect(shown(rankedMembers(answer({ other: 2, a: 3 }, 9), 'ended', NAMES))).toEqual([
      ['other', 'A member of that id', 11, false],
      ['a', 'Ann', 3, false],
    ]);
  });

  test('are left out when they are none', () => {
    expect(ranked(answer({ a: 2 }, 0), 'ended')).toEqual([{ name: 'a', count: 2 }]);
  });

  test('are part of what a limit leaves over', () => {
    expect(withRest(ranked(answer({ a: 5, b: 2 }, 9), 'ended'), 17, 1, 'other')).toEqual([
      { name: 'a', count: 5 },
      { name: 'other', count: 12 },
    ]);
  });

  test('are never the top one', () => {
    const rows = reviewedIn(answer({ a: 1 }, 9), 'campaign', SCOPE, NAMES);
    expect(shown(rows).map(([id]) => id)).toEqual(['a', 'other']);
    expect(topReviewed(rows)?.name).toBe('Ann');
    expect(topReviewed(reviewedIn(answer({}, 9), 'campaign', SCOPE, NAMES))).toBeUndefined();
  });
});
