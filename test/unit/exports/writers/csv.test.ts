import { describe, expect, test } from 'vitest';
import type { Cell, ColumnType } from '../../../../src/exports/section.ts';
import type { CsvOptions } from '../../../../src/exports/spec.ts';
import { csvFormat } from '../../../../src/exports/writers/csv.ts';
import { headOf, SECTIONS, textOf, written } from './documents.ts';

const field = (cell: Cell, type: ColumnType, csv?: CsvOptions) => {
  const head = { ...headOf([{ name: 'c', type }]), ...(csv && { csv }) };
  const bytes = written(csvFormat, head, [{ index: 0, rows: [[cell]] }]);
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
    [{ name: '=José', id: 'a-1' }, 'text', "'=José"],
    ['2026-03-01', 'date', '2026-03-01'],
    ['2026-03-01T09:05:07-01:00', 'instant', '2026-03-01T09:05:07-01:00'],
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

describe('a CSV file with options', () => {
  const HEAD = headOf([
    { name: 'agent', type: 'text' },
    { name: 'score', type: 'number' },
  ]);
  const ROWS = [
    ['José', 4.5],
    ['a;b,c', -1234.25],
    ['=1;2', null],
    ['x\ty', 3],
    ['say "hi"', 1e-7],
  ];
  test.each<[CsvOptions, string[]]>([
    [
      { bom: false, delimiter: ',', decimal: '.' },
      ['agent,score', 'José,4.5', '"a;b,c",-1234.25', '"\'=1;2",', '"x\ty",3', '"say ""hi""",1e-7'],
    ],
    [
      { bom: true, delimiter: ';', decimal: '.' },
      ['\uFEFFagent;score', 'José;4.5', '"a;b,c";-1234.25', '"\'=1;2";', '"x\ty";3', '"say ""hi""";1e-7'],
    ],
    [
      { bom: true, delimiter: ';', decimal: ',' },
      ['\uFEFFagent;score', 'José;"4,5"', '"a;b,c";"-1234,25"', '"\'=1;2";', '"x\ty";3', '"say ""hi""";1e-7'],
    ],
    [
      { bom: false, delimiter: '\t', decimal: '.' },
      ['agent\tscore', 'José\t4.5', '"a;b,c"\t-1234.25', '"\'=1;2"\t', '"x\ty"\t3', '"say ""hi"""\t1e-7'],
    ],
    [
      { bom: false, delimiter: ',', decimal: ',' },
      ['agent,score', 'José,"4,5"', '"a;b,c","-1234,25"', '"\'=1;2",', '"x\ty",3', '"say ""hi""",1e-7'],
    ],
  ])('%j', (csv, lines) => {
    const bytes = written(csvFormat, { ...HEAD, csv }, [{ index: 0, rows: ROWS }]);
    expect(textOf(bytes)).toBe(lines.map((line) => `${line}\r\n`).join(''));
  });

  test('begins with the three bytes of the mark, and has them once', () => {
    const csv = { bom: true, delimiter: ';', decimal: '.' } as const;
    const bytes = written(csvFormat, { ...SECTIONS, csv }, [{ index: 2, rows: [['José', 1]] }]);
    expect([...bytes.subarray(0, 4)]).toEqual([0xef, 0xbb, 0xbf, 's'.charCodeAt(0)]);
    expect(textOf(bytes)).toBe('\uFEFFsection;date;total;state;agent\r\ncall;;1;;José\r\n');
  });

  test.each([',', ';', '\t'] as const)('never splits what may be read as a formula, with %j', (delimiter) => {
    const csv = { bom: false, delimiter, decimal: '.' } as const;
    const command = `a${delimiter}=cmd|'/C calc'!A0`;
    expect(field(command, 'text', csv)).toBe(`"${command}"`);
    expect(field(`=1${delimiter}2`, 'text', csv)).toBe(`"'=1${delimiter}2"`);
  });
});
