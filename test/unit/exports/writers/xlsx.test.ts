import { crc32, inflateRawSync } from 'node:zlib';
import readExcelFile from 'read-excel-file/universal';
import { describe, expect, test } from 'vitest';
import { TooLarge } from '../../../../src/errors.ts';
import type { ColumnType } from '../../../../src/exports/section.ts';
import { xlsxFormat } from '../../../../src/exports/writers/xlsx.ts';
import { headOf, joined, SECTIONS, textOf, written } from './documents.ts';

const HEAD = headOf([
  { name: 'id', type: 'plain' },
  { name: 'note', type: 'text' },
  { name: 'score', type: 'number' },
]);

/** The text of an entry, found by its local header. */
function entryOf(file: Uint8Array, name: string): string {
  const bytes = Buffer.from(file);
  const at = bytes.indexOf(name);
  return textOf(inflateRawSync(bytes.subarray(at + name.length)));
}

const allSheetsOf = (file: Uint8Array<ArrayBuffer>) => readExcelFile(new Blob([file]));

/** The sheets after the first, which says what the workbook is. */
const sheetsOf = async (file: Uint8Array<ArrayBuffer>) => (await allSheetsOf(file)).slice(1);

/** XML of the sheet of the first section. */
const FIRST = 'xl/worksheets/sheet2.xml';

test('keeps numbers as numbers and texts as texts', async () => {
  const file = written(xlsxFormat, HEAD, [
    {
      index: 0,
      rows: [
        ['007', '=1+1', -4.25],
        ['r2', 'João <b> & "Ωμέγα" 🙂\nnext', 0],
        ['r3', null, null],
        ['r4', 'a\u0000b\uD800', 1e21],
      ],
    },
  ]);
  expect(await sheetsOf(file)).toEqual([
    {
      sheet: 'review',
      data: [
        ['id', 'note', 'score'],
        ['007', '=1+1', -4.25],
        ['r2', 'João <b> & "Ωμέγα" 🙂\nnext', 0],
        ['r3', null, null],
        ['r4', 'ab\uFFFD', 1e21],
      ],
    },
  ]);
});

test('marks texts that look like formulas and freezes and filters the head row', () => {
  const file = written(xlsxFormat, HEAD, [{ index: 0, rows: [['-1', ' @x', 1]] }]);
  const sheet = entryOf(file, FIRST);
  expect(sheet).toContain('<c r="B2" t="inlineStr" s="2"><is><t xml:space="preserve"> @x</t>');
  expect(sheet).toContain('<c r="A2" t="inlineStr"><is>');
  expect(sheet).toContain('<c r="A1" t="inlineStr" s="1">');
  expect(sheet).toContain('<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>');
  expect(sheet).toContain('<autoFilter ref="A1:C2"/>');
  expect(sheet).not.toContain('<f>');
  expect(entryOf(file, 'xl/styles.xml')).toContain('quotePrefix="1"');
});

test('escapes what would be read as an escape and cuts what no cell can hold', () => {
  const file = written(xlsxFormat, HEAD, [{ index: 0, rows: [['_x000D_', 'é'.repeat(40_000), 1]] }]);
  const sheet = entryOf(file, FIRST);
  expect(sheet).toContain('>_x005F_x000D_<');
  expect(sheet).toContain(`>${'é'.repeat(32_766)}…<`);
});

test('has a sheet for every section, with its own columns, also without rows', async () => {
  const file = written(xlsxFormat, SECTIONS, [{ index: 2, rows: [['Ann', 3]] }]);
  expect(await sheetsOf(file)).toEqual([
    { sheet: 'day', data: [['date', 'total']] },
    { sheet: 'sla', data: [['state']] },
    {
      sheet: 'call',
      data: [
        ['agent', 'total'],
        ['Ann', 3],
      ],
    },
  ]);
});

test('refuses sections out of order', () => {
  const writer = xlsxFormat.open(SECTIONS);
  writer.begin();
  writer.rows(2, []);
  expect(() => writer.rows(0, [])).toThrow(RangeError);
  expect(() => writer.rows(3, [])).toThrow(RangeError);
});

describe('dates and times', () => {
  const cellOf = async (text: string, type: ColumnType) => {
    const file = written(xlsxFormat, headOf([{ name: 'at', type }]), [{ index: 0, rows: [[text]] }]);
    const [sheet] = await sheetsOf(file);
    return sheet?.data[1]?.[0];
  };

  test.each<[text: string, type: ColumnType, expected: Date | string]>([
    ['2026-03-01', 'date', new Date('2026-03-01T00:00:00Z')],
    ['2024-02-29', 'date', new Date('2024-02-29T00:00:00Z')],
    ['1900-03-01', 'date', new Date('1900-03-01T00:00:00Z')],
    ['9999-12-31', 'date', new Date('9999-12-31T00:00:00Z')],
    // The wall time that the text shows, whatever its offset.
    ['2026-03-01T09:05:07+01:00', 'instant', new Date('2026-03-01T09:05:07Z')],
    ['2026-03-01T23:59:59-11:00', 'instant', new Date('2026-03-01T23:59:59Z')],
    ['2026-10-25T01:30:00+00:00', 'instant', new Date('2026-10-25T01:30:00Z')],
    ['2026-03-01T00:00:00+13:45', 'instant', new Date('2026-03-01T00:00:00Z')],
    ['2026-03-01T09:05:07Z', 'instant', new Date('2026-03-01T09:05:07Z')],
    // What is none, or what spreadsheets do not agree about, stays text.
    ['1900-02-28', 'date', '1900-02-28'],
    ['1899-12-31T10:00:00+00:00', 'instant', '1899-12-31T10:00:00+00:00'],
    ['2026-13-01', 'date', '2026-13-01'],
    ['yesterday', 'date', 'yesterday'],
    ['2026-03-01', 'instant', '2026-03-01'],
    // Only where the column is declared so.
    ['2026-03-01', 'text', '2026-03-01'],
    ['2026-03-01T09:05:07+01:00', 'plain', '2026-03-01T09:05:07+01:00'],
  ])('%s as %s', async (text, type, expected) => {
    expect(await cellOf(text, type)).toEqual(expected);
  });

  test('are numbers with a format of their own', () => {
    const columns = [
      { name: 'day', type: 'date' },
      { name: 'at', type: 'instant' },
    ] as const;
    const rows = [['2026-03-01', '2026-03-01T12:00:00+01:00']];
    const file = written(xlsxFormat, headOf(columns), [{ index: 0, rows }]);
    const sheet = entryOf(file, FIRST);
    expect(sheet).toContain('<c r="A2" s="4"><v>46082</v></c><c r="B2" s="3"><v>46082.5</v></c>');
    const styles = entryOf(file, 'xl/styles.xml');
    expect(styles).toContain('formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"');
    expect(styles).toContain('formatCode="yyyy\\-mm\\-dd"');
  });
});

test('says first what it is', async () => {
  const head = {
    ...SECTIONS,
    title: 'All analytics',
    filters: [
      { label: 'Scope', value: '=all' },
      { label: 'Transcripts', value: 'no' },
    ],
  };
  const pieces = [
    { index: 0, rows: [['2026-03-01', 1]] },
    { index: 2, rows: [['Ann', 3]] },
    { index: 2, rows: [['Bo', 3]] },
  ];
  const [about] = await allSheetsOf(written(xlsxFormat, head, pieces));
  expect(about).toEqual({
    sheet: 'About',
    data: [
      ['All analytics', null],
      [null, null],
      ['Tenant', 'Ávila & Łukasz (avila)'],
      ['From', new Date('2026-03-01T00:00:00Z')],
      ['To, included', new Date('2026-03-31T00:00:00Z')],
      ['Time zone', 'Europe/Lisbon, of all dates and times'],
      ['Generated at', new Date('2026-04-01T09:00:00Z')],
      ['Scope', '=all'],
      ['Transcripts', 'no'],
      [null, null],
      ['Sheet', 'Rows'],
      ['day', 1],
      ['sla', 0],
      ['call', 2],
    ],
  });
});

test('says so if nothing was filtered', async () => {
  const [about] = await allSheetsOf(written(xlsxFormat, HEAD, []));
  expect(about?.data).toContainEqual(['Filters', 'none']);
});

test('shows members by their names', async () => {
  const rows = [['r1', { name: '李雷', id: 'agent-7' }, 1]];
  const [sheet] = await sheetsOf(written(xlsxFormat, HEAD, [{ index: 0, rows }]));
  expect(sheet?.data[1]).toEqual(['r1', '李雷', 1]);
});

test('is a workbook without any row', async () => {
  expect(await sheetsOf(written(xlsxFormat, HEAD, []))).toEqual([
    { sheet: 'review', data: [['id', 'note', 'score']] },
  ]);
});

test('goes on in a second sheet after 1,048,576 rows', async () => {
  const writer = xlsxFormat.open(HEAD);
  const parts = [writer.begin()];
  const nearlyFull = { ...JSON.parse(writer.state()), sheets: [{ section: 0, rows: 1_048_573 }] };
  const later = xlsxFormat.open(HEAD, JSON.stringify(nearlyFull));
  parts.push(
    later.rows(
      0,
      ['a', 'b', 'c', 'd'].map((id) => [id, null, 1]),
    ),
  );
  parts.push(later.end());
  const file = joined(parts);
  expect(entryOf(file, FIRST)).toContain('<c r="A1048576" t="inlineStr">');
  expect(entryOf(file, FIRST)).toContain('<autoFilter ref="A1:C1048576"/>');
  const second = entryOf(file, 'xl/worksheets/sheet3.xml');
  expect(second).toContain('<row r="1"><c r="A1" t="inlineStr" s="1"><is><t xml:space="preserve">id</t>');
  expect(second).toContain('<c r="A3" t="inlineStr"><is><t xml:space="preserve">d</t>');
  expect(entryOf(file, 'xl/workbook.xml')).toContain('<sheet name="review 2" sheetId="3" r:id="rId3"/>');
  const about = entryOf(file, 'xl/worksheets/sheet1.xml');
  expect(about).toContain('>review</t></is></c><c r="B11"><v>1048575</v></c>');
  expect(about).toContain('>review 2</t></is></c><c r="B12"><v>2</v></c>');
});

test('has the checksum and the sizes of every entry in its directory', () => {
  const bytes = Buffer.from(written(xlsxFormat, HEAD, [{ index: 0, rows: [['a', 'b', 1]] }]));
  const listed: string[] = [];
  for (let at = bytes.indexOf('PK\x01\x02', 0, 'latin1'); at >= 0; ) {
    const name = bytes.toString('latin1', at + 46, at + 46 + bytes.readUInt16LE(at + 28));
    const begin = bytes.readUInt32LE(at + 42) + 30 + name.length;
    const content = inflateRawSync(bytes.subarray(begin, begin + bytes.readUInt32LE(at + 20)));
    expect([name, bytes.readUInt32LE(at + 16)]).toEqual([name, crc32(content)]);
    expect([name, bytes.readUInt32LE(at + 24)]).toEqual([name, content.length]);
    listed.push(name);
    at = bytes.indexOf('PK\x01\x02', at + 46, 'latin1');
  }
  expect(listed).toHaveLength(7);
});

test('refuses to grow beyond 4 GiB', () => {
  const writer = xlsxFormat.open(HEAD);
  writer.begin();
  const state = JSON.parse(writer.state());
  state.zip.offset = 0xff_ff_ff_ff;
  const later = xlsxFormat.open(HEAD, JSON.stringify(state));
  expect(() => later.rows(0, [['a', null, 1]])).toThrow(TooLarge);
});
