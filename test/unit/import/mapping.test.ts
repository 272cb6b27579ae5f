import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { checkColumns, Occurrences } from '../../../scripts/import/mapping/columns.ts';
import { parseMapping } from '../../../scripts/import/mapping/mapping.ts';
import { CALL, mapperOf, problemsOf } from './map-row.ts';

const record = { type: 'interaction', id: 'Id', fields: CALL };
const mapping = { name: 'Test', records: [record] };
const INTERACTION =
  'updated_at, kind, channel, direction, status, started_at, answered_at, ended_at, first_response_at, resolved_at, duration_seconds, wait_seconds, customer, customer.id, customer.name, customer.phone, customer.email, agent_id, team_id,';

describe('parseMapping', () => {
  test('fills in the defaults', () => {
    expect(parseMapping(mapping)).toEqual({
      ...mapping,
      file: { delimiter: ',', quote: '"', ragged: 'reject' },
      zone: 'UTC',
      tables: {},
      skip: [],
      values: {},
    });
  });

  test.each<[unknown, string]>([
    [{ ...mapping, recods: [] }, '(mapping): Unknown field; accepted: name, notes, file'],
    [{ ...mapping, zone: 'Mars/Base' }, 'zone: is no IANA time zone'],
    [{ ...mapping, file: { encoding: 'utf-9' } }, 'file.encoding: is no known encoding'],
    [{ ...mapping, file: { header: 0 } }, 'file.columns: Required if header is 0'],
    [{ ...mapping, file: { records: 'a..b' } }, 'file.records: is no path such as tickets or data.items'],
    [{ ...mapping, records: [{ ...record, id: '' }] }, 'records.0.id: Must be text of at least 1 character.'],
    [
      { ...mapping, records: [{ ...record, id: { column: 'a' } }] },
      'records.0.id: Must be text of at least 1 character.',
    ],
    [
      { ...mapping, records: [{ ...record, type: 'calls' }] },
      'records.0.type: Must be one of interaction, evaluation',
    ],
    [{ ...mapping, values: { 'a b': 'x' } }, 'values.a b: '],
    [{ ...mapping, skip: [{ rule: 'r' }] }, 'skip.0.if: Required: text of at least 1 character.'],
    [[], '(mapping): '],
  ])('%j: %s', async (json, problem) => {
    expect(await problemsOf(() => parseMapping(json))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('compileMapping', () => {
  test.each<[object, string]>([
    [{ records: [{ type: 'interaction', fields: CALL }] }, 'records.0.id: is required for an interaction'],
    [
      {
        records: [
          {
            type: 'article_stats',
            id: 'Id',
            fields: { article_id: 'A', date: 'D', views: 'V', helpful: 'H', not_helpful: 'N' },
          },
        ],
      },
      'records.0.id: is not accepted: other fields identify an article_stats',
    ],
    [
      { records: [{ ...record, fields: { ...CALL, starts: 'A' } }] },
      `records.0.fields.starts: is no field of an interaction; accepted are ${INTERACTION}`,
    ],
    [
      { records: [{ ...record, fields: { kind: "'call'", started_at: 'A' } }] },
      `records.0.fields: an interaction requires status; its fields are ${INTERACTION}`,
    ],
    [
      { records: [{ ...record, fields: { ...CALL, id: 'A' } }] },
      'records.0.fields.id: stands beside "fields"',
    ],
    [
      { records: [{ ...record, fields: { ...CALL, kind: "'cal'" } }] },
      'records.0.fields.kind: "cal" is not accepted here; accepted are call, conversation',
    ],
    [
      { records: [{ ...record, fields: { ...CALL, status: { try: 'A' } } }] },
      'records.0.fields.status: is required: it cannot be left out by try',
    ],
    [{ values: { a: 'A +' } }, 'values.a: Unexpected end of expression (S0207, at character 3), in A +'],
    [
      { values: { a: '$b', b: 'B' } },
      'values.a: $b is no function and no value that can be used here; there are $row, $file',
    ],
    [
      { records: [{ ...record, when: '$item' }] },
      'records.0.when: $item is no function and no value that can be used here',
    ],
    [
      { records: [{ ...record, each: '$item' }] },
      'records.0.each: $item is no function and no value that can be used here',
    ],
    [{ values: { a: '$a' } }, 'values.a: $a is no function and no value'],
    [{ values: { a: '$tolken(A)' } }, 'values.a: $tolken is no function'],
    [{ group: '$a', values: { a: 'A' } }, 'group: $a is no function and no value'],
  ])('%j: %s', async (json, problem) => {
    expect(await problemsOf(() => mapperOf({ records: [record], ...json }))).toEqual([
      expect.stringContaining(problem),
    ]);
  });

  test('accepts values above, variables of the expression and functions of JSONata', async () => {
    const values = { a: 'Id', b: '($x := $a; $map([$x], function($each) { $uppercase($each) }))' };
    expect(await problemsOf(() => mapperOf({ values, records: [record] }))).toEqual([]);
  });

  test('names all problems at once', async () => {
    const records = [{ ...record, fields: { starts: 'A', kind: "'cal'" } }];
    expect(await problemsOf(() => mapperOf({ records }))).toHaveLength(4);
  });
});

describe('columns', () => {
  const check = async (json: object, columns: string[]) => {
    const { compiled } = await mapperOf({ records: [record], ...json });
    return problemsOf(() => checkColumns(compiled, columns));
  };

  test.each<[object, string[], string[]]>([
    [{}, ['Id', 'b'], []],
    [{}, ['id', 'b'], ['records.0.id: the file has no column "Id"; it has id, b']],
    [{ values: { a: '$key(Id, Day)' } }, ['Id'], ['values.a: the file has no column "Day"; it has Id']],
    [{ values: { a: '$$.Day' } }, ['Id'], ['values.a: the file has no column "Day"; it has Id']],
    [
      { values: { a: 'function($x) { Day }' } },
      ['Id'],
      ['values.a: the file has no column "Day"; it has Id'],
    ],
    [{ values: { a: "$table('t', Id).Day" } }, ['Id'], []],
    [
      {},
      ['Id', 'b', 'Id'],
      [
        'records.0.id: columns 1 and 3 of the file are both named "Id"; name the columns in file.columns, with file.header as it is',
      ],
    ],
    [{}, ['Id', 'b', 'b'], []],
    [
      {},
      ['b;Id'],
      [
        'records.0.id: the file has no column "Id"; it has b;Id',
        'file.delimiter: the header is one column; set ";" to divide it',
      ].sort(),
    ],
    [
      {},
      ['sep=;'],
      [
        'records.0.id: the file has no column "Id"; it has sep=;',
        'file: the first line is one for Excel; set delimiter to ";", header to 2',
      ].sort(),
    ],
    [{}, ['Report; January'], ['records.0.id: the file has no column "Id"; it has Report; January']],
    [{ records: [{ ...record, fields: { ...CALL, subject: { try: 'Subject' } } }] }, ['Id'], []],
    [
      {
        group: 'Id',
        records: [{ ...record, id: 'rows[0].Id' }],
        values: { a: "rows[Event = 'x']^(Time)[-1].Name" },
      },
      ['Id'],
      [
        'values.a: the file has no column "Event"; it has Id',
        'values.a: the file has no column "Time"; it has Id',
        'values.a: the file has no column "Name"; it has Id',
      ].sort(),
    ],
  ])('%j with %j', async (json, columns, problems) => {
    expect((await check(json, columns)).sort()).toEqual(problems);
  });

  test('knows which names no object has had', async () => {
    const { compiled } = await mapperOf({
      values: { a: 'customer.number', b: 'tags.name' },
      records: [record],
    });
    const occurrences = new Occurrences(compiled);
    occurrences.see({ Id: 1, customer: { nr: 2 }, tags: [{ id: 1 }, { name: 'x' }] });
    expect(occurrences.missing).toEqual(['customer.number']);
  });
});

const FOLDER = 'scripts/import/mapping';

test('the mapping of rows uses no interface of Node and no file beside it but the project itself', () => {
  const files = readdirSync(FOLDER);
  expect(files.length).toBeGreaterThan(10);
  const users = files.filter((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    return /from 'node:|\bBuffer\b|\bprocess\.|from '\.\.\/[a-z]/.test(text);
  });
  expect(users).toEqual([]);
});
