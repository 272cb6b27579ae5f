import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseMapping } from '../../../scripts/import/mapping/mapping.ts';
import { readRows } from '../../../scripts/import/reading/read-rows.ts';
import { readTables } from '../../../scripts/import/reading/tables.ts';
import { CALL } from './map-row.ts';
import { workbook } from './workbook.ts';

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reading-test-'));
});
afterAll(() => rm(folder, { recursive: true }));

const records = [{ type: 'interaction', id: 'id', fields: CALL }];

/** The columns and rows of a file with such content. */
async function read(content: string | Buffer, file: object = {}) {
  const path = join(folder, 'input');
  await writeFile(path, content);
  const options = parseMapping({ name: 'R', records, file }).file;
  const columns: string[] = [];
  const rows: [number, object | string][] = [];
  for await (const { line, cells, problem } of readRows(path, options, (found) => columns.push(...found))) {
    rows.push([line, problem ?? { ...cells }]);
  }
  return { columns, rows };
}

const rowsOf = async (content: string | Buffer, file: object = {}) => (await read(content, file)).rows;
const utf16 = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
const TICKETS = '{"count": 2, "tickets": [{"id": 1, "customer": {"number": "é"}}, {"id": 2}], "next": null}';
const BOTH = [
  [1, { id: 1, customer: { number: 'é' } }],
  [2, { id: 2 }],
];

describe('formats', () => {
  test.each<[string, string | Buffer, object, unknown[]]>([
    ['CSV', 'id,name\n1,é\n', {}, [[2, { id: '1', name: 'é' }]]],
    ['CSV with a byte order mark', '\ufeffid,name\n1,é\n', {}, [[2, { id: '1', name: 'é' }]]],
    [
      'windows-1252',
      Buffer.from('id;name\n1;é\n', 'latin1'),
      { delimiter: ';', encoding: 'windows-1252' },
      [[2, { id: '1', name: 'é' }]],
    ],
    ['UTF-16 with a byte order mark', utf16('id,name\r\n1,é\r\n'), {}, [[2, { id: '1', name: 'é' }]]],
    ['UTF-16, big end first', utf16('id,name\n1,é').swap16(), {}, [[2, { id: '1', name: 'é' }]]],
    [
      'UTF-16 without a mark',
      Buffer.from('id,name\n1,é', 'utf16le'),
      { encoding: 'utf-16le' },
      [[2, { id: '1', name: 'é' }]],
    ],
    ['CSV in gzip', gzipSync('id,name\n1,é\n'), {}, [[2, { id: '1', name: 'é' }]]],
    ['UTF-16 in gzip', gzipSync(utf16('id,name\n1,é')), {}, [[2, { id: '1', name: 'é' }]]],
    ['a JSON list', '[{"id": 1, "customer": {"number": "é"}}, {"id": 2}]', {}, BOTH],
    ['a JSON list under a path', TICKETS, { records: 'tickets' }, BOTH],
    ['a JSON list under a longer path', `{"data": ${TICKETS}}`, { records: 'data.tickets' }, BOTH],
    ['JSON in gzip', gzipSync(TICKETS), { records: 'tickets' }, BOTH],
    [
      'NDJSON',
      '{"id": 1, "customer": {"number": "é"}}\n\n{"id": 2}\n',
      {},
      [
        [1, BOTH[0]?.[1]],
        [3, { id: 2 }],
      ],
    ],
    [
      'NDJSON with a line that is none',
      '{"id": 1}\n{"id": \n',
      {},
      [
        [1, { id: 1 }],
        [2, expect.stringContaining('The line is not JSON')],
      ],
    ],
    [
      'JSON objects one after another',
      '{"id": 1}{"id": 2} {"id": "}{"}',
      {},
      [
        [1, { id: 1 }],
        [1, { id: 2 }],
        [1, { id: '}{' }],
      ],
    ],
    [
      'JSON values that are no objects',
      '[{"id": 1}, 2]',
      {},
      [
        [1, { id: 1 }],
        [2, 'The record is no JSON object.'],
      ],
    ],
  ])('%s', async (_, content, file, expected) => {
    expect(await rowsOf(content, file)).toEqual(expected);
  });

  test('.xlsx, with dates, times, numbers, and a sheet by its name', async () => {
    const content = workbook({
      Notes: [['nothing here']],
      Calls: [
        ['id', 'at', 'talk', 'ok'],
        [7, { serial: 46024.5, format: 22 }, { serial: 0.0625, format: 46 }, true],
        [' ', null, null, null],
        [null, null, null, null],
        [8, { serial: 46024, format: 14 }, 1.5, null],
      ],
    });
    const expected = [
      [2, { id: 7, at: '2026-01-02T12:00:00', talk: '1:30:00', ok: true }],
      [5, { id: 8, at: '2026-01-02', talk: 1.5 }],
    ];
    expect(await read(content, { sheet: 'Calls' })).toEqual({
      columns: ['id', 'at', 'talk', 'ok'],
      rows: expected,
    });
    expect(await rowsOf(gzipSync(content), { sheet: 2 })).toEqual(expected);
    await expect(rowsOf(content, { sheet: 'Nowhere' })).rejects.toThrow(
      'has no sheet "Nowhere"; file.sheet can be 1 "Notes", 2 "Calls".',
    );
  });

  test.each<[string, string | Buffer, object, string]>([
    ['an old Excel file', Buffer.from('d0cf11e0a1b11ae100', 'hex'), {}, 'is an old Excel file (.xls)'],
    ['a PDF', '%PDF-1.7', {}, 'is a PDF file'],
    ['a ZIP archive', Buffer.from('504b030414000000', 'hex'), {}, 'is a ZIP archive; unpack it'],
    ['an HTML page', '<html><table></table></html>', {}, 'is an HTML page, whatever its name says'],
    ['Zstandard', Buffer.from('28b52ffd00', 'hex'), {}, 'is compressed with Zstandard'],
    ['UTF-16 without a mark', Buffer.from('id,name', 'utf16le'), {}, 'set file.encoding to utf-16le'],
    ['binary data', Buffer.from([1, 2, 0, 3]), {}, 'is binary data'],
    [
      'gzip that is damaged',
      gzipSync('id,name\n1,2\n'.repeat(1_000)).subarray(0, 60),
      {},
      'is compressed with gzip and damaged',
    ],
    ['gzip twice', gzipSync(gzipSync('a')), {}, 'is compressed twice'],
    ['another encoding', Buffer.from('id\né', 'latin1'), {}, 'is not utf-8 text; set file.encoding'],
    ['JSON without a list', '{\n"tickets": []}', {}, 'name the path of the list in file.records'],
    ['JSON without that list', TICKETS, { records: 'calls' }, 'no record was found under "calls"'],
    ['JSON that is broken', '[{"id": 1}, {"id"]', {}, 'is not valid JSON after record'],
    ['text that is said to be .xlsx', 'id\n1', { format: 'xlsx' }, 'is text, not xlsx as file.format says'],
    ['nothing', '', {}, 'is empty: a header line with the columns is needed'],
  ])('names %s as what it is', async (_, content, file, message) => {
    await expect(rowsOf(content, file)).rejects.toThrow(message);
  });
});

describe('tables', () => {
  test.each<[string, string, object, string[], unknown[]]>([
    [
      'a header below other lines',
      'Report of calls\nJanuary,,\n\nid,name\n1,a\n',
      { header: 4 },
      ['id', 'name'],
      [[5, { id: '1', name: 'a' }]],
    ],
    ['no header', '1,a\n', { columns: ['id', 'name'] }, ['id', 'name'], [[1, { id: '1', name: 'a' }]]],
    [
      'a header whose names are replaced',
      'id,at,at\n1,a,b\n',
      { header: 1, columns: ['id', 'start', 'end'] },
      ['id', 'start', 'end'],
      [[2, { id: '1', start: 'a', end: 'b' }]],
    ],
    [
      'a header that names a column twice',
      'id,at,at\n1,a,b\n',
      {},
      ['id', 'at', 'at'],
      [[2, { id: '1', at: 'a' }]],
    ],
    [
      'trailing delimiters',
      'id,name,\n1,a,,\n2,b,\n',
      {},
      ['id', 'name'],
      [
        [2, { id: '1', name: 'a' }],
        [3, { id: '2', name: 'b' }],
      ],
    ],
    [
      'rows without any value',
      ',,\nid,name\n1,a\n,\n" ",\n2,\n,,,\n',
      {},
      ['id', 'name'],
      [
        [3, { id: '1', name: 'a' }],
        [6, { id: '2' }],
      ],
    ],
    [
      'a column without a name',
      'id,,name\n1,x,a\n',
      {},
      ['id', 'column 2', 'name'],
      [[2, { id: '1', 'column 2': 'x', name: 'a' }]],
    ],
    [
      'rows with other numbers of cells',
      'id,name\n1\n2,b,c\n',
      {},
      ['id', 'name'],
      [
        [2, 'The row has 1 cells, the header 2.'],
        [3, 'The row has 3 cells, the header 2.'],
      ],
    ],
    [
      'the same, accepted',
      'id,name\n1\n2,b,c\n',
      { ragged: 'accept' },
      ['id', 'name'],
      [
        [2, { id: '1' }],
        [3, { id: '2', name: 'b' }],
      ],
    ],
    [
      'texts for Excel, and a line that names the delimiter to it',
      'sep=;\nid;name\n="007";"=""5"""\n="";=1+2\n',
      { delimiter: ';', header: 2 },
      ['id', 'name'],
      [
        [3, { id: '007', name: '5' }],
        [4, { name: '=1+2' }],
      ],
    ],
    [
      'a stray quote and one that is never closed',
      'id,name\n1,5" pipe\n2,"b\n3,c\n',
      {},
      ['id', 'name'],
      [
        [2, { id: '1', name: '5" pipe' }],
        [4, expect.stringContaining('A quote is not closed')],
      ],
    ],
  ])('%s', async (_, content, file, columns, rows) => {
    expect(await read(content, file)).toEqual({ columns, rows });
  });

  test('second files are read by their key, the first row of each', async () => {
    await writeFile(join(folder, 'agents.csv'), 'ext;name\n201;Ann\n202;Ben\n201;Other\n');
    await writeFile(join(folder, 'agents.xlsx'), workbook({ Notes: [['note']], Agents: [['ext'], ['201']] }));
    const table = { path: 'agents.csv', key: 'ext', file: { delimiter: ';' } };
    const tables = await readTables(parseMapping({ name: 'T', records, tables: { agents: table } }), folder);
    expect([...(tables.agents ?? [])].map(([key, row]) => [key, { ...row }])).toEqual([
      ['201', { ext: '201', name: 'Ann' }],
      ['202', { ext: '202', name: 'Ben' }],
    ]);
    await expect(
      readTables(
        parseMapping({ name: 'T', records, tables: { agents: { path: 'agents.xlsx', key: 'ext' } } }),
        folder,
      ),
    ).rejects.toThrow(
      /tables\.agents\.key: the file has no column "ext"; it has note\nSheet 1 "Notes" of the workbook was read; it also has 2 "Agents"\./,
    );
    const wrong = parseMapping({ name: 'T', records, tables: { agents: { ...table, key: 'number' } } });
    await expect(readTables(wrong, folder)).rejects.toThrow(
      'the file has no column "number"; it has ext, name',
    );
  });
});
