import { describe, expect, test } from 'vitest';
import { MappingError, parseMapping } from '../../../scripts/import/mapping.ts';
import { checkReferences } from '../../../scripts/import/references.ts';

const record = { type: 'interaction', id: { column: 'Id' }, fields: { kind: { const: 'call' } } };
const mapping = { name: 'Test', records: [record] };

function problemsOf(action: () => unknown): string[] {
  try {
    action();
  } catch (error) {
    if (error instanceof MappingError) return error.problems;
    throw error;
  }
  return [];
}

describe('parseMapping', () => {
  test('fills in the defaults', () => {
    expect(parseMapping(mapping)).toEqual({
      ...mapping,
      file: { delimiter: ',', quote: '"', encoding: 'utf-8' },
      zone: 'UTC',
      skip: [],
      values: {},
    });
  });

  test.each<[unknown, string]>([
    [{ ...mapping, recods: [] }, '(mapping): Unrecognized key: "recods"'],
    [{ ...mapping, zone: 'Mars/Base' }, 'zone: is no IANA time zone'],
    [{ ...mapping, file: { encoding: 'utf-9' } }, 'file.encoding: is no known encoding'],
    [{ ...mapping, records: [{ ...record, id: {} }] }, 'records.0.id: needs exactly one of column, const'],
    [
      { ...mapping, records: [{ ...record, id: { column: 'a', const: 'b' } }] },
      'records.0.id: needs exactly one of column, const, template, value, first, sum, choose; column and const are given',
    ],
    [{ ...mapping, records: [{ ...record, type: 'calls' }] }, 'records.0.type: Invalid option'],
    [
      { ...mapping, records: [{ type: 'interaction', fields: {} }] },
      'records.0.id: is required for interaction',
    ],
    [{ ...mapping, records: [{ ...record, type: 'article_stats' }] }, 'records.0.id: is not accepted'],
    [
      { ...mapping, records: [{ ...record, fields: { 'Customer Id': { const: 1 } } }] },
      'records.0.fields.Customer Id: ',
    ],
    [
      { ...mapping, records: [{ ...record, fields: { id: { const: 1 } } }] },
      'records.0.fields.id: stands beside',
    ],
    [{ ...mapping, values: { a: { column: 'x', as: 'date' } } }, 'values.a.as: Invalid option'],
    [
      { ...mapping, values: { a: { column: 'x', as: 'instant', format: 'yyyy-MM-dd HH:MM q' } } },
      'values.a.format: "q" in date format',
    ],
    [
      { ...mapping, values: { a: { column: 'x', format: 'iso' } } },
      'values.a.format: only goes with "as": "instant"',
    ],
    [
      { ...mapping, values: { a: { template: '{x}-{y' } } },
      'values.a.template: Template "{x}-{y" has a stray "{"',
    ],
    [{ ...mapping, skip: [{ rule: 'r', if: { column: 'x' } }] }, 'skip.0.if: say what it must be'],
    [
      {
        ...mapping,
        skip: [{ rule: 'r', if: { any: [{ column: 'x', is: 1 }], not: { column: 'x', is: 2 } } }],
      },
      'skip.0.if: needs exactly one of column, value, all, any, not; any and not are given',
    ],
    [[], '(mapping): '],
  ])('%j: %s', (json, problem) => {
    expect(problemsOf(() => parseMapping(json))).toEqual([expect.stringContaining(problem)]);
  });
});

describe('checkReferences', () => {
  const check = (json: object, columns: string[]) =>
    problemsOf(() => checkReferences(parseMapping({ ...mapping, ...json }), columns));

  test('accepts columns of the header and values above', () => {
    const values = { a: { column: 'Id' }, b: { template: '{=a}/{Id}' } };
    expect(check({ values, skip: [{ rule: 'r', if: { not: { value: 'b', is: 'x' } } }] }, ['Id'])).toEqual(
      [],
    );
  });

  test.each<[object, string[], string]>([
    [{}, ['id', 'b'], 'records.0.id.column: the file has no column "Id"; it has id, b'],
    [
      { values: { a: { template: '{Id}-{Day}' } } },
      ['Id'],
      'values.a.template: the file has no column "Day"',
    ],
    [
      { values: { a: { value: 'b' }, b: { column: 'Id' } } },
      ['Id'],
      'values.a.value: "b" is not among the values above',
    ],
    [{ values: { a: { value: 'a' } } }, ['Id'], 'values.a.value: "a" is not among the values above'],
    [
      { skip: [{ rule: 'r', if: { all: [{ value: 'z', present: true }] } }] },
      ['Id'],
      'skip.0.if.all.0.value: "z" is not among the values of the mapping',
    ],
    [{}, ['Id', 'Id'], '(file): the header names Id more than once'],
  ])('%j with %j: %s', (json, columns, problem) => {
    expect(check(json, columns)).toEqual([expect.stringContaining(problem)]);
  });
});
