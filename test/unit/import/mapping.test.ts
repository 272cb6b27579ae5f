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
    [{ ...mapping, recods: [] }, 'recods: Unknown field; accepted: name, notes, file'],
    [{ ...mapping, zone: 'Mars/Base' }, 'zone: Must be an IANA time zone'],
    [{ ...mapping, file: { encoding: 'utf-9' } }, 'file.encoding: Must be a known encoding'],
    [
      { ...mapping, records: [{ ...record, id: {} }] },
      'records.0.id: Must have exactly one of column, const',
    ],
    [
      { ...mapping, records: [{ ...record, id: { column: 'a', const: 'b' } }] },
      'records.0.id: Must have exactly one of column, const, template, value, first, sum, choose; it has column and const.',
    ],
    [
      { ...mapping, records: [{ ...record, type: 'calls' }] },
      'records.0.type: Must be one of interaction, evaluation',
    ],
    [
      { ...mapping, records: [{ type: 'interaction', fields: {} }] },
      'records.0.id: Required for interaction',
    ],
    [{ ...mapping, records: [{ ...record, type: 'article_stats' }] }, 'records.0.id: Not accepted'],
    [
      { ...mapping, records: [{ ...record, fields: { 'Customer Id': { const: 1 } } }] },
      'records.0.fields.Customer Id: Must be a field name',
    ],
    [
      { ...mapping, records: [{ ...record, fields: { id: { const: 1 } } }] },
      'records.0.fields.id: Accepted only beside',
    ],
    [{ ...mapping, values: { a: { column: 'x', as: 'date' } } }, 'values.a.as: Must be one of text, slug'],
    [
      { ...mapping, values: { a: { column: 'x', as: 'instant', format: 'yyyy-MM-dd HH:MM q' } } },
      'values.a.format: "q" in date format',
    ],
    [
      { ...mapping, values: { a: { column: 'x', format: 'iso' } } },
      'values.a.format: Accepted only with "as": "instant"',
    ],
    [
      { ...mapping, values: { a: { template: '{x}-{y' } } },
      'values.a.template: Template "{x}-{y" has a stray "{"',
    ],
    [{ ...mapping, skip: [{ rule: 'r', if: { column: 'x' } }] }, 'skip.0.if: Required: one of is, present'],
    [
      {
        ...mapping,
        skip: [{ rule: 'r', if: { any: [{ column: 'x', is: 1 }], not: { column: 'x', is: 2 } } }],
      },
      'skip.0.if: Must have exactly one of column, value, all, any, not; it has any and not.',
    ],
    [[], '(mapping): Must be a JSON object; accepted fields: name, notes'],
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
    [{}, ['id', 'b'], 'records.0.id.column: The file has no column "Id"; it has id, b.'],
    [
      { values: { a: { template: '{Id}-{Day}' } } },
      ['Id'],
      'values.a.template: The file has no column "Day"',
    ],
    [{ values: { a: { value: 'b' }, b: { column: 'Id' } } }, ['Id'], 'values.a.value: No value "b" above.'],
    [{ values: { a: { value: 'a' } } }, ['Id'], 'values.a.value: No value "a" above.'],
    [
      { skip: [{ rule: 'r', if: { all: [{ value: 'z', present: true }] } }] },
      ['Id'],
      'skip.0.if.all.0.value: No value "z" in the mapping.',
    ],
    [{}, ['Id', 'Id'], '(file): The header has Id more than once'],
  ])('%j with %j: %s', (json, columns, problem) => {
    expect(check(json, columns)).toEqual([expect.stringContaining(problem)]);
  });
});
