import { describe, expect, test } from 'vitest';
import { parseMapping } from '../../../scripts/import/mapping.ts';
import { createRowMapper, type Row } from '../../../scripts/import/row-mapper.ts';

const VERSION = '2026-01-02T03:04:05Z';

/** What a single field comes to, or why the row is rejected. */
function field(expression: object, row: Row, values: object = {}): unknown {
  const json = {
    name: 'Test',
    zone: 'Europe/Berlin',
    values,
    records: [{ type: 'interaction', id: { const: 'x' }, fields: { subject: expression } }],
  };
  const result = createRowMapper(parseMapping(json), VERSION)(row);
  if (result.kind === 'records') return result.records[0]?.subject;
  return result.kind === 'rejected' ? { path: result.path, reason: result.reason } : result;
}

describe('expressions', () => {
  test.each<[string, object, Row, unknown]>([
    ['trimmed text', { column: 'A' }, { A: '  x  ' }, 'x'],
    ['empty is absent', { column: 'A' }, { A: ' ' }, undefined],
    ['named empty values are absent', { column: 'A', empty: ['0', 'N/A'] }, { A: '0' }, undefined],
    ['a default for what is absent', { column: 'A', default: 'low' }, { A: '' }, 'low'],
    ['a constant', { const: null }, {}, null],
    ['columns joined', { template: '{A}-{B}' }, { A: '1', B: '2' }, '1-2'],
    ['half a template is absent', { template: '{A}-{B}' }, { A: '1', B: '' }, undefined],
    ['doubled braces', { template: '{{{A}}}' }, { A: '1' }, '{1}'],
    ['lookup', { column: 'A', lookup: { Y: true, N: false } }, { A: 'N' }, false],
    ['lookup of a number', { column: 'A', as: 'integer', lookup: { 9: 5 } }, { A: '9.0' }, 5],
    ['lookup, unknown kept', { column: 'A', lookup: { Y: 1 }, unknown: 'keep' }, { A: 'Z' }, 'Z'],
    ['lookup, unknown absent', { column: 'A', lookup: { Y: 1 }, unknown: 'absent' }, { A: 'Z' }, undefined],
    ['lookup, default for unknown', { column: 'A', lookup: { Y: 1 }, default: 0 }, { A: 'Z' }, 0],
    ['the first that is present', { first: [{ column: 'A' }, { column: 'B' }] }, { A: '', B: 'b' }, 'b'],
    [
      'an instant plus seconds, across midnight',
      {
        sum: [
          { column: 'A', as: 'instant' },
          { column: 'B', as: 'duration' },
        ],
      },
      { A: '2026-01-31T23:59:50Z', B: '15' },
      '2026-02-01T00:00:05Z',
    ],
    ['numbers added', { sum: [{ column: 'A', as: 'integer' }, { const: 5 }] }, { A: '-7' }, -2],
    [
      'a sum with a part absent is absent',
      { sum: [{ column: 'A', as: 'integer' }, { const: 5 }] },
      { A: '' },
      undefined,
    ],
    [
      'the zone of the mapping',
      { column: 'A', as: 'instant' },
      { A: '2026-07-01 12:00' },
      '2026-07-01T10:00:00Z',
    ],
    [
      'a zone of its own',
      { column: 'A', as: 'instant', zone: 'Asia/Tokyo' },
      { A: '2026-07-01 12:00' },
      '2026-07-01T03:00:00Z',
    ],
    [
      'the branch whose condition holds',
      { choose: [{ if: { column: 'A', is: ['x', 'y'] }, use: { const: 1 } }], default: 2 },
      { A: 'y' },
      1,
    ],
    [
      'no branch',
      { choose: [{ if: { column: 'A', is: 'x' }, use: { const: 1 } }], default: 2 },
      { A: '' },
      2,
    ],
    ['a column named like a property of objects', { column: 'constructor' }, {}, undefined],
    [
      'an unknown in a lookup',
      { column: 'A', lookup: { Y: 1, N: 0 } },
      { A: 'toString' },
      {
        path: 'records.0.fields.subject',
        reason: 'Column A: "toString" is not in the lookup; accepted: Y, N.',
      },
    ],
    [
      'a bad number inside a sum',
      { sum: [{ column: 'A', as: 'integer' }, { const: 5 }] },
      { A: 'x' },
      {
        path: 'records.0.fields.subject.sum.0',
        reason: expect.stringContaining('Column A: "x" is not a number'),
      },
    ],
    [
      'text in a sum',
      { sum: [{ column: 'A' }, { const: 5 }] },
      { A: 'x' },
      { path: 'records.0.fields.subject.sum.0', reason: expect.stringContaining('cannot be added') },
    ],
  ])('%s', (_, expression, row, expected) => {
    expect(field(expression, row)).toEqual(expected);
  });

  test('names the value at fault', () => {
    const values = { day: { column: 'A', as: 'instant', format: 'yyyy-MM-dd' } };
    expect(field({ value: 'day' }, { A: '31/12/2026' }, values)).toEqual({
      path: 'values.day',
      reason: 'Column A: "31/12/2026" is not a date in the format yyyy-MM-dd, or does not exist.',
    });
  });
});

describe('conditions', () => {
  test.each<[object, Row, boolean]>([
    [{ column: 'A', is: 'x' }, { A: 'x' }, true],
    [{ column: 'A', is: 1 }, { A: '1' }, true],
    [{ column: 'A', is: 'x' }, { A: '' }, false],
    [{ column: 'A', present: false }, { A: ' ' }, true],
    [{ column: 'A', present: true }, { A: '' }, false],
    [{ column: 'A', above: 5 }, { A: '5' }, false],
    [{ column: 'A', above: 4, below: 6 }, { A: '5' }, true],
    [{ column: 'A', below: 6 }, { A: 'text' }, false],
    [{ not: { column: 'A', is: 'x' } }, { A: '' }, true],
    [
      {
        all: [
          { column: 'A', is: 'x' },
          { column: 'B', is: 'y' },
        ],
      },
      { A: 'x', B: 'z' },
      false,
    ],
    [
      {
        any: [
          { column: 'A', is: 'x' },
          { column: 'B', is: 'y' },
        ],
      },
      { A: 'x', B: 'z' },
      true,
    ],
  ])('%j of %j is %s', (condition, row, expected) => {
    expect(field({ choose: [{ if: condition, use: { const: true } }], default: false }, row)).toBe(expected);
  });
});

describe('createRowMapper', () => {
  const map = () =>
    createRowMapper(
      parseMapping({
        name: 'Test',
        skip: [{ rule: 'test call', if: { column: 'Id', is: 'T' } }],
        values: { agent: { column: 'Agent', empty: ['-'], as: 'slug' } },
        records: [
          { type: 'agent', id: { value: 'agent' }, fields: { name: { column: 'Agent' } } },
          {
            type: 'interaction',
            id: { column: 'Id' },
            fields: {
              'customer.id': { column: 'Customer' },
              'customer.name': { column: 'Name' },
              agent_id: { value: 'agent' },
              wait_seconds: { column: 'Wait', as: 'duration' },
            },
          },
          {
            type: 'evaluation',
            when: { column: 'Stars', present: true },
            id: { template: '{Id}-stars' },
            fields: {
              rating: { column: 'Stars', as: 'integer' },
              updated_at: { const: '2025-01-01T00:00:00Z' },
            },
          },
        ],
      }),
      VERSION,
    );
  const row = { Id: '1', Agent: 'Ann Lee', Customer: 'c', Name: 'Zoë', Wait: '3', Stars: '4' };
  const agent = { type: 'agent', id: 'ann-lee', name: 'Ann Lee', updated_at: VERSION };

  test('makes several records of a row, nested fields and versions included', () => {
    expect(map()(row)).toEqual({
      kind: 'records',
      records: [
        agent,
        {
          type: 'interaction',
          id: '1',
          customer: { id: 'c', name: 'Zoë' },
          agent_id: 'ann-lee',
          wait_seconds: 3,
          updated_at: VERSION,
        },
        { type: 'evaluation', id: '1-stars', rating: 4, updated_at: '2025-01-01T00:00:00Z' },
      ],
    });
  });

  test('makes a dimension record once, facts each time', () => {
    const mapRow = map();
    const types = [row, row].map((each) => {
      const result = mapRow(each);
      return result.kind === 'records' ? result.records.map(({ type }) => type) : [];
    });
    expect(types).toEqual([
      ['agent', 'interaction', 'evaluation'],
      ['interaction', 'evaluation'],
    ]);
  });

  test('leaves out a dimension without an id and a record whose condition fails', () => {
    expect(map()({ Id: '2', Agent: '-', Stars: '' })).toEqual({
      kind: 'records',
      records: [{ type: 'interaction', id: '2', updated_at: VERSION }],
    });
  });

  test('says which rule skips a row', () => {
    expect(map()({ ...row, Id: 'T' })).toEqual({ kind: 'skipped', rule: 'test call' });
  });

  test('rejects a fact without an id', () => {
    expect(map()({ ...row, Id: '' })).toEqual({
      kind: 'rejected',
      path: 'records.1.id',
      reason: 'The interaction has no id: a column that makes it is empty.',
    });
  });

  test('makes the dimension again after a row that was rejected with it', () => {
    const mapRow = map();
    expect(mapRow({ ...row, Stars: 'many' })).toMatchObject({
      kind: 'rejected',
      path: 'records.2.fields.rating',
    });
    expect(mapRow(row)).toMatchObject({ records: [agent, { type: 'interaction' }, { type: 'evaluation' }] });
  });
});
