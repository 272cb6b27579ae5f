import { expect, test } from 'vitest';
import { type Extent, stepsAfter } from '../../../src/behind/page-steps.ts';

const EXTENT: Extent = {
  types: new Set(['interaction', 'evaluation', 'article_stats']),
  spans: [
    { start: 100, end: 200 },
    { start: 300, end: 400 },
  ],
  days: { start: 7, end: 9 },
};

test('reads type by type, span by span, and counters by date', () => {
  expect(stepsAfter(EXTENT)).toEqual([
    { after: { type: 'interaction', at: 100, id: '' }, end: 200 },
    { after: { type: 'interaction', at: 300, id: '' }, end: 400 },
    { after: { type: 'evaluation', at: 100, id: '' }, end: 200 },
    { after: { type: 'evaluation', at: 300, id: '' }, end: 400 },
    { after: { type: 'article_stats', at: 7, id: '' }, end: 9 },
  ]);
});

test('goes on within a span, and skips what is behind', () => {
  const [first, ...rest] = stepsAfter(EXTENT, { type: 'evaluation', at: 350, id: 'e' });
  expect(first).toEqual({ after: { type: 'evaluation', at: 350, id: 'e' }, end: 400 });
  expect(rest).toEqual([{ after: { type: 'article_stats', at: 7, id: '' }, end: 9 }]);
});

test.each([
  ['between two spans', 250],
  ['before all of them', -(2 ** 52)],
  ['behind all of them', 2 ** 52],
])('a position %s begins no earlier and no later than the spans', (_, at) => {
  const starts = stepsAfter(EXTENT, { type: 'interaction', at, id: 'x' }).map(({ after }) => after.at);
  expect(starts.every((start) => [100, 300, 7].includes(start))).toBe(true);
});
