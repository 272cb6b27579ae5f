import { describe, expect, test } from 'vitest';
import { axisMarks } from '../../../../src/exports/pdf/axis.ts';
import { cellLabels, heading } from '../../../../src/exports/pdf/opening.ts';
import { columnWidths } from '../../../../src/exports/pdf/table-columns.ts';

test.each<[string, string]>([
  ['review_id', 'Review ID'],
  ['avgDurationSeconds', 'Avg duration seconds'],
  ['totalUsd', 'Total USD'],
  ['llm', 'LLM'],
  ['ai_resolved', 'AI resolved'],
])('the heading of %s is %s', (name, expected) => {
  expect(heading(name)).toBe(expected);
});

test('prints the cells of a column alike', () => {
  expect(cellLabels([1234, null, 0.5, -2.123456])).toEqual(['1,234.0000', '', '0.5000', '-2.1235']);
  expect(cellLabels([1234567, Number.NaN])).toEqual(['1,234,567', '']);
  expect(cellLabels(['2026-03-01T09:05:07+01:00', '2026-03-01', 'at 2026-03-01T09:05:07Z'])).toEqual([
    '2026-03-01 09:05:07',
    '2026-03-01',
    'at 2026-03-01T09:05:07Z',
  ]);
});

describe('the marks of an axis', () => {
  test.each<[number[], number[]]>([
    [[], [0, 0.25, 0.5, 0.75, 1]],
    [
      [0, 0],
      [0, 0.25, 0.5, 0.75, 1],
    ],
    [[1310], [0, 500, 1000, 1500]],
    [[4], [0, 1, 2, 3, 4]],
    [[0.3], [0, 0.1, 0.2, 0.3]],
    [
      [-0.8, 0.8],
      [-1, -0.5, 0, 0.5, 1],
    ],
    [
      [-3, -10],
      [-10, -7.5, -5, -2.5, 0],
    ],
  ])('of %j are %j', (values, expected) => {
    expect(axisMarks(values, 4, false)).toEqual(expected);
  });

  test.each<[number[], number[]]>([
    [[], [0, 1]],
    [
      [0, 0],
      [0, 1],
    ],
    [[1], [0, 1]],
    [[2], [0, 1, 2]],
    [[3], [0, 1, 2, 3]],
    [[4], [0, 1, 2, 3, 4]],
    [[5], [0, 2, 4, 6]],
    [[7], [0, 2, 4, 6, 8]],
    [[9], [0, 5, 10]],
    [[10], [0, 5, 10]],
    [[11], [0, 5, 10, 15]],
    [[90], [0, 25, 50, 75, 100]],
    [[1310], [0, 500, 1000, 1500]],
  ])('of counts up to %j are %j', (values, expected) => {
    expect(axisMarks(values, 4, true)).toEqual(expected);
  });
});

describe('the widths of columns', () => {
  const wishes = [
    { natural: 40, least: 40 },
    { natural: 160, least: 60 },
  ];
  test.each<[number, number[]]>([
    [400, [80, 320]],
    [200, [40, 160]],
    [150, [40, 110]],
    [100, [40, 60]],
    [50, [20, 30]],
  ])('fill %i points as %j', (room, expected) => {
    expect(columnWidths(wishes, room)).toEqual(expected);
  });
});
