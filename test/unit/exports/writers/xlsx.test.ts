import { crc32, inflateRawSync } from 'node:zlib';
import readExcelFile from 'read-excel-file/universal';
import { expect, test } from 'vitest';
import { TooLarge } from '../../../../src/errors.ts';
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

const sheetsOf = (file: Uint8Array<ArrayBuffer>) => readExcelFile(new Blob([file]));

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
      sheet: 'Export',
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
  const sheet = entryOf(file, 'xl/worksheets/sheet1.xml');
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
  const sheet = entryOf(file, 'xl/worksheets/sheet1.xml');
  expect(sheet).toContain('>_x005F_x000D_<');
  expect(sheet).toContain(`>${'é'.repeat(32_766)}…<`);
});

test('puts sections into one table', async () => {
  const file = written(xlsxFormat, SECTIONS, [{ index: 2, rows: [['Ann', 3]] }]);
  const [sheet] = await sheetsOf(file);
  expect(sheet?.data).toEqual([
    ['section', 'date', 'total', 'state', 'agent'],
    ['call', null, 3, null, 'Ann'],
  ]);
});

test('is a workbook without any row', async () => {
  expect(await sheetsOf(written(xlsxFormat, HEAD, []))).toEqual([
    { sheet: 'Export', data: [['id', 'note', 'score']] },
  ]);
});

test('goes on in a second sheet after 1,048,576 rows', async () => {
  const writer = xlsxFormat.open(HEAD);
  const parts = [writer.begin()];
  const nearlyFull = { ...JSON.parse(writer.state()), row: 1_048_574 };
  const later = xlsxFormat.open(HEAD, JSON.stringify(nearlyFull));
  parts.push(
    later.rows(
      0,
      ['a', 'b', 'c', 'd'].map((id) => [id, null, 1]),
    ),
  );
  parts.push(later.end());
  const file = joined(parts);
  expect(entryOf(file, 'xl/worksheets/sheet1.xml')).toContain('<c r="A1048576" t="inlineStr">');
  expect(entryOf(file, 'xl/worksheets/sheet1.xml')).toContain('<autoFilter ref="A1:C1048576"/>');
  const second = entryOf(file, 'xl/worksheets/sheet2.xml');
  expect(second).toContain('<row r="1"><c r="A1" t="inlineStr" s="1"><is><t xml:space="preserve">id</t>');
  expect(second).toContain('<c r="A3" t="inlineStr"><is><t xml:space="preserve">d</t>');
  expect(entryOf(file, 'xl/workbook.xml')).toContain('<sheet name="Export 2" sheetId="2" r:id="rId2"/>');
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
  expect(listed).toHaveLength(6);
});

test('refuses to grow beyond 4 GiB', () => {
  const writer = xlsxFormat.open(HEAD);
  writer.begin();
  const state = JSON.parse(writer.state());
  state.zip.offset = 0xff_ff_ff_ff;
  const later = xlsxFormat.open(HEAD, JSON.stringify(state));
  expect(() => later.rows(0, [['a', null, 1]])).toThrow(TooLarge);
});
