import { expect, test } from 'vitest';
import { sheetNames } from '../../../../src/exports/writers/sheet-names.ts';

test.each<[wanted: string[], expected: string[]]>([
  [
    ['About', 'summary_by_day', 'call'],
    ['About', 'summary_by_day', 'call'],
  ],
  [
    ['call', 'call', 'call'],
    ['call', 'call 2', 'call 3'],
  ],
  [
    ['About', 'about', 'ABOUT'],
    ['About', 'about 2', 'ABOUT 3'],
  ],
  [
    ['call 2', 'call', 'call'],
    ['call 2', 'call', 'call 3'],
  ],
  [['a/b\\c?d*e[f]g:h'], ['a b c d e f g h']],
  [["'quoted'"], ['quoted']],
  [
    ['', ' ', "''"],
    ['Sheet', 'Sheet 2', 'Sheet 3'],
  ],
  [['History'], ['History 2']],
  [['x'.repeat(31)], ['x'.repeat(31)]],
  [
    ['x'.repeat(32), 'x'.repeat(40)],
    ['x'.repeat(31), `${'x'.repeat(29)} 2`],
  ],
  // A character of two UTF-16 units is kept whole.
  [[`${'x'.repeat(30)}🙂`], ['x'.repeat(30)]],
  [['a\u0000b\uD800'], ['a b\uFFFD']],
  [['<b> & "c"'], ['<b> & "c"']],
])('%j become %j', (wanted, expected) => {
  expect(sheetNames(wanted)).toEqual(expected);
});

test('the names of many sheets of one section are valid and different', () => {
  const names = sheetNames(Array.from({ length: 1_200 }, () => 'a section with quite a long name'));
  expect(new Set(names.map((name) => name.toLowerCase())).size).toBe(1_200);
  expect(names.every((name) => name.length <= 31 && /^[^'].*[^']$/.test(name))).toBe(true);
});
