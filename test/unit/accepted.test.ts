import { expect, test } from 'vitest';
import * as z from 'zod';
import { acceptedBy } from '../../src/accepted.ts';
import { ROUTES } from '../../src/api/registry.ts';
import { operationsOf } from '../../src/http/operation.ts';
import { customerErasureSchema } from '../../src/records/customer-erasure.ts';
import { RECORDS } from '../../src/records/registry.ts';

/** A schema and all that it is made of: each may be the one that refuses a value, and says then what it accepts. */
function partsOf(schema: z.core.$ZodType, parts = new Set<z.core.$ZodType>()): Set<z.core.$ZodType> {
  if (parts.has(schema)) return parts;
  parts.add(schema);
  for (const value of Object.values(schema._zod.def).flatMap(valuesIn)) partsOf(value, parts);
  return parts;
}

function valuesIn(value: unknown): z.core.$ZodType[] {
  if (value instanceof z.core.$ZodType) return [value];
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).filter((each) => each instanceof z.core.$ZodType);
}

const OPERATIONS = ROUTES.flatMap(operationsOf).map(
  ({ id, query, body }) => [id, [query, body].filter((schema) => schema !== undefined)] as const,
);
const RECORD_TYPES = Object.values(RECORDS).map(
  ({ type, schema, deletionSchema }) => [type, [schema, deletionSchema]] as const,
);

test.each<readonly [string, readonly z.core.$ZodType[]]>([
  ...OPERATIONS,
  ...RECORD_TYPES,
  ['customer', [customerErasureSchema]],
])('whatever part of %s refuses a value says what it accepts', (_name, schemas) => {
  for (const schema of schemas) {
    const parts = partsOf(schema);
    expect(parts.size).toBeGreaterThan(1);
    for (const part of parts) expect(acceptedBy(part)).toMatch(/\S/);
  }
});

test.each<[z.core.$ZodType, string]>([
  [z.int().min(1).max(5), 'a whole number from 1 to 5'],
  [z.number().min(0), 'a number of at least 0'],
  [z.int(), 'a whole number'],
  [z.enum(['day', 'week']), 'one of day, week'],
  [z.enum(Array.from({ length: 41 }, (_, index) => `m${index}`)), 'one of 41 names such as m0, m1, m2'],
  [z.literal('day'), '"day"'],
  [z.boolean(), 'true or false'],
  [z.string().min(1).max(1), 'text of 1 character'],
  [z.string().max(9), 'text of at most 9 characters'],
  [z.int().nullable(), 'a whole number or null'],
  [
    z
      .array(z.enum(['a', 'b']))
      .min(1)
      .max(2),
    'an array of 1 to 2 entries, each one of a, b',
  ],
  [z.strictObject({ a: z.string(), b: z.string() }), 'a JSON object; accepted fields: a, b'],
  [z.record(z.string(), z.string()), 'a JSON object'],
  [z.custom<string>(), 'a value that is allowed'],
])('%#: %s', (schema, phrase) => {
  expect(acceptedBy(schema)).toBe(phrase);
});
