import { expect, test } from 'vitest';
import * as z from 'zod';
import { type Direction, fieldsOf } from '../../../scripts/docs/schema-fields.ts';

function shown(schema: z.ZodType, direction: Direction = 'output'): string[] {
  return fieldsOf(schema, direction).map(({ path, type, isNullable }) =>
    [path, type, ...(isNullable ? ['null'] : [])].join(': '),
  );
}

test.each<[string, z.ZodType, string]>([
  ['text', z.string(), 'text'],
  ['short text', z.string().max(2_000), 'text ≤ 2,000'],
  ['a pattern', z.string().regex(/^[a-z]+$/), 'text like ^[a-z]+$'],
  [
    'a title',
    z
      .string()
      .regex(/^[a-z]+$/)
      .meta({ title: 'slug' }),
    'slug',
  ],
  ['a whole number', z.int(), 'whole number'],
  ['a whole number from', z.int().min(0), 'whole number ≥ 0'],
  ['a whole number to', z.int().max(10_000), 'whole number ≤ 10,000'],
  ['a number in a range', z.number().min(0).max(1), 'number 0–1'],
  ['a flag', z.boolean(), 'true or false'],
  ['a choice', z.enum(['a', 'b']), '"a", "b"'],
  ['one value', z.literal('ok'), '"ok"'],
  ['a date', z.iso.date(), 'date'],
  ['an instant', z.iso.datetime(), 'instant'],
  ['a list', z.array(z.enum(['a', 'b'])), 'list of "a", "b"'],
  ['a list of objects', z.array(z.object({})), 'list of objects'],
  ['alternatives', z.union([z.int(), z.boolean()]), 'whole number or true or false'],
])('%s in words', (_, schema, type) => {
  expect(shown(z.object({ field: schema }))).toEqual([`field: ${type}`]);
  expect(shown(z.object({ field: schema.nullable() }))).toEqual([`field: ${type}: null`]);
});

test('nested fields follow the one that holds them', () => {
  const schema = z.object({
    data: z.array(z.object({ id: z.string(), cost: z.object({ llm: z.number() }).nullable() })),
    meta: z.object({ pages: z.array(z.array(z.object({ n: z.int() }))) }),
  });
  expect(shown(schema)).toEqual([
    'data: list of objects',
    'data[].id: text',
    'data[].cost: object: null',
    'data[].cost.llm: number',
    'meta: object',
    'meta.pages: list of list of objects',
    'meta.pages[][].n: whole number',
  ]);
});

test('fields of a list stand in brackets of their own', () => {
  expect(shown(z.array(z.object({ id: z.string() })))).toEqual(['[].id: text']);
});

test('what is required, by default and described', () => {
  const schema = z.object({
    page: z.string().transform(Number).pipe(z.int().max(9)).default(1).describe('Which.'),
    name: z.string().describe('Whose.'),
    note: z.string().optional(),
  });
  const common = { isNullable: false };
  const rest = [
    {
      ...common,
      path: 'name',
      type: 'text',
      isRequired: true,
      description: 'Whose.',
    },
    { ...common, path: 'note', type: 'text', isRequired: false, description: '' },
  ];
  expect(fieldsOf(schema, 'output')).toEqual([
    {
      ...common,
      path: 'page',
      type: 'whole number ≤ 9',
      isRequired: true,
      default: '1',
      description: 'Which.',
    },
    ...rest,
  ]);
  expect(fieldsOf(schema, 'input')).toEqual([
    { ...common, path: 'page', type: 'text', isRequired: false, description: 'Which.' },
    ...rest,
  ]);
});
