import { describe, expect, test } from 'vitest';
import type { Cell, ColumnType } from '../../../../src/exports/section.ts';
import { csvFormat } from '../../../../src/exports/writers/csv.ts';
import { headOf, SECTIONS, textOf, written } from './documents.ts';

const field = (cell: Cell, type: ColumnType) => {
  const bytes = written(csvFormat, headOf([{ name: 'c', type }]), [{ index: 0, rows: [[cell]] }]);
  return textOf(bytes).slice('c\r\n'.length, -2);
};

describe('a CSV field', () => {
  test.each<[Cell, ColumnType, string]>([
    ['plain words', 'text', 'plain words'],
    ['', 'text', ''],
    [null, 'text', ''],
    ['a,b', 'text', '"a,b"'],
    ['say "hi"', 'text', '"say ""hi"""'],
    ['two\nlines', 'text', '"two\nlines"'],
    ['a\r', 'text', '"a\r"'],
    ['=1+1', 'text', "'=1+1"],
    ['+49', 'text', "'+49"],
    ['-5', 'text', "'-5"],
    ['@SUM(A1)', 'text', "'@SUM(A1)"],
    ['\t=1', 'text', '"\'\t=1"'],
    ["Ana;=cmd|'/C calc'!A0", 'text', '"Ana;=cmd|\'/C calc\'!A0"'],
    ['a;b', 'text', '"a;b"'],
    ['a;b', 'plain', '"a;b"'],
    ['a\tb', 'text', '"a\tb"'],
    ['a|b', 'text', '"a|b"'],
    ['=1;"x"', 'text', '"\'=1;""x"""'],
    ['\r=1', 'text', '"\'\r=1"'],
    ['  \u00A0=1', 'text', "'  \u00A0=1"],
    ['\n=1', 'text', '"\'\n=1"'],
    ['\uFF1D1', 'text', "'\uFF1D1"],
    ['\uFF0B1', 'text', "'\uFF0B1"],
    ['\uFF0D1', 'text', "'\uFF0D1"],
    ['\uFF201', 'text', "'\uFF201"],
    ['\u0000=1', 'text', "'=1"],
    ['=HYPERLINK("x","y")', 'text', '"\'=HYPERLINK(""x"",""y"")"'],
    ['a=1', 'text', 'a=1'],
    ['-5', 'plain', '-5'],
    [-5, 'text', '-5'],
    [-5.25, 'number', '-5.25'],
    [0, 'number', '0'],
    [Number.NaN, 'number', ''],
    ['a\u0000b', 'text', 'ab'],
    ['a\uD800b', 'plain', 'a\uFFFDb'],
    ['João Ωμέγα 🙂', 'text', 'João Ωμέγα 🙂'],
  ])('%j as %s is %j', (cell, type, expected) => {
    expect(field(cell, type)).toBe(expected);
  });
});

describe('a CSV file', () => {
  test('has a head row, CRLF and no byte order mark', () => {
    const head = headOf([
      { name: 'id', type: 'plain' },
      { name: 'score', type: 'number' },
    ]);
    expect(textOf(written(csvFormat, head, [{ index: 0, rows: [['r1', 4.5]] }]))).toBe(
      'id,score\r\nr1,4.5\r\n',
    );
    expect(textOf(written(csvFormat, head, []))).toBe('id,score\r\n');
  });

  test('puts sections under each other, in the union of their columns', () => {
    const bytes = written(csvFormat, SECTIONS, [
      { index: 0, rows: [['2026-03-01', 2]] },
      { index: 2, rows: [['=Ann', 1]] },
    ]);
    expect(textOf(bytes)).toBe("section,date,total,state,agent\r\nday,2026-03-01,2,,\r\ncall,,1,,'=Ann\r\n");
  });
});
