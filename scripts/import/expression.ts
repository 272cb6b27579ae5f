import * as z from 'zod';
import { accepting } from '../../src/messages.ts';
import { isZone } from '../../src/time/zones.ts';
import { compileDateFormat } from './date-format.ts';
import { parseTemplate } from './template.ts';
import type { Scalar } from './value.ts';

/** Tests of one column or value, which must all hold, or a combination of other conditions. */
export interface Condition {
  column?: string | undefined;
  value?: string | undefined;
  is?: Scalar | Scalar[] | undefined;
  present?: boolean | undefined;
  above?: number | undefined;
  below?: number | undefined;
  all?: Condition[] | undefined;
  any?: Condition[] | undefined;
  not?: Condition | undefined;
}

/** Where a value comes from and how it is processed: source, empty, as, lookup, default, in this order. */
export interface Expression {
  column?: string | undefined;
  const?: Scalar | undefined;
  template?: string | undefined;
  value?: string | undefined;
  first?: Expression[] | undefined;
  sum?: Expression[] | undefined;
  choose?: { if: Condition; use: Expression }[] | undefined;
  empty?: string[] | undefined;
  as?: 'text' | 'slug' | 'token' | 'boolean' | 'number' | 'integer' | 'duration' | 'instant' | undefined;
  format?: string | string[] | undefined;
  zone?: string | undefined;
  unit?: 'seconds' | 'minutes' | 'hours' | 'hh:mm:ss' | undefined;
  decimal?: '.' | ',' | undefined;
  lookup?: Record<string, Scalar> | undefined;
  unknown?: 'reject' | 'keep' | 'absent' | undefined;
  default?: Scalar | undefined;
}

export const zoneSchema = z
  .string({ error: accepting('an IANA time zone such as Europe/Lisbon') })
  .refine(isZone);

const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()]);
const name = z.string().min(1);

export const conditionSchema: z.ZodType<Condition> = z
  .strictObject({
    column: name.optional(),
    value: name.optional(),
    is: z.union([scalar, z.array(scalar).min(1)]).optional(),
    present: z.boolean().optional(),
    above: z.number().optional(),
    below: z.number().optional(),
    all: z
      .array(z.lazy(() => conditionSchema))
      .min(1)
      .optional(),
    any: z
      .array(z.lazy(() => conditionSchema))
      .min(1)
      .optional(),
    not: z.lazy(() => conditionSchema).optional(),
  })
  .check(exactlyOne('column', 'value', 'all', 'any', 'not'))
  .check(({ value: condition, issues }) => {
    const tests = ['is', 'present', 'above', 'below'] as const;
    const given = tests.some((test) => condition[test] !== undefined);
    const subject = condition.column !== undefined || condition.value !== undefined;
    if (subject !== given) {
      const message = subject
        ? `Required: one of ${tests.join(', ')}.`
        : `A column or value is required for ${tests.join(', ')}.`;
      issues.push({ code: 'custom', message, input: condition });
    }
  });

export const expressionSchema: z.ZodType<Expression> = z
  .strictObject({
    column: name.optional(),
    const: scalar.optional(),
    template: name.check(compiles(parseTemplate)).optional(),
    value: name.optional(),
    first: z
      .array(z.lazy(() => expressionSchema))
      .min(1)
      .optional(),
    sum: z
      .array(z.lazy(() => expressionSchema))
      .min(2)
      .optional(),
    choose: z
      .array(z.strictObject({ if: conditionSchema, use: z.lazy(() => expressionSchema) }))
      .min(1)
      .optional(),
    empty: z.array(z.string()).optional(),
    as: z.enum(['text', 'slug', 'token', 'boolean', 'number', 'integer', 'duration', 'instant']).optional(),
    format: z
      .union([name, z.array(name).min(1)])
      .check(compiles(compileEach))
      .optional(),
    zone: zoneSchema.optional(),
    unit: z.enum(['seconds', 'minutes', 'hours', 'hh:mm:ss']).optional(),
    decimal: z.enum(['.', ',']).optional(),
    lookup: z.record(z.string(), scalar).optional(),
    unknown: z.enum(['reject', 'keep', 'absent']).optional(),
    default: scalar.optional(),
  })
  .check(exactlyOne('column', 'const', 'template', 'value', 'first', 'sum', 'choose'))
  .check(({ value: expression, issues }) => {
    const needs = (option: string, given: boolean, fits: boolean, required: string) => {
      if (given && !fits)
        issues.push({
          code: 'custom',
          path: [option],
          message: `Accepted only with ${required}.`,
          input: expression,
        });
    };
    const { as } = expression;
    needs('format', expression.format !== undefined, as === 'instant', '"as": "instant"');
    needs('zone', expression.zone !== undefined, as === 'instant', '"as": "instant"');
    needs('unit', expression.unit !== undefined, as === 'duration', '"as": "duration"');
    needs(
      'decimal',
      expression.decimal !== undefined,
      ['number', 'integer', 'duration'].includes(as ?? ''),
      'numbers and durations',
    );
    needs('unknown', expression.unknown !== undefined, expression.lookup !== undefined, '"lookup"');
  });

function exactlyOne<const Key extends string>(...keys: Key[]) {
  return ({ value, issues }: { value: Partial<Record<Key, unknown>>; issues: z.core.$ZodRawIssue[] }) => {
    const given = keys.filter((key) => value[key] !== undefined);
    if (given.length === 1) return;
    const found = given.length === 0 ? 'none' : given.join(' and ');
    issues.push({
      code: 'custom',
      message: `Must have exactly one of ${keys.join(', ')}; it has ${found}.`,
      input: value,
    });
  };
}

function compileEach(formats: string | string[]): void {
  for (const format of [formats].flat()) compileDateFormat(format);
}

function compiles<Input>(compile: (input: Input) => unknown) {
  return ({ value, issues }: { value: Input; issues: z.core.$ZodRawIssue[] }) => {
    try {
      compile(value);
    } catch (error) {
      issues.push({
        code: 'custom',
        message: error instanceof Error ? error.message : String(error),
        input: value,
      });
    }
  };
}
