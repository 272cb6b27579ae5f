import * as z from 'zod';
import type { FieldError } from '../errors.ts';

/** What zod found wrong, as paths and sentences; an unknown field is told which ones are accepted. */
export function fieldErrors(error: z.core.$ZodError, schema: z.ZodType): FieldError[] {
  return error.issues.flatMap((issue) => {
    const path = issue.path.map(String);
    if (issue.code !== 'unrecognized_keys') return [{ path: path.join('.'), message: issue.message }];
    const accepted = acceptedKeys(schema, issue.path);
    return issue.keys.map((key) => ({
      path: [...path, key].join('.').slice(0, 200),
      message: accepted ? `Unknown field; ${acceptedNames(accepted)}` : 'Unknown field.',
    }));
  });
}

function acceptedKeys(schema: z.ZodType, path: readonly PropertyKey[]): string[] | undefined {
  let current: unknown = unwrapped(schema);
  for (const step of path) {
    if (current instanceof z.ZodObject) current = unwrapped(current.shape[String(step)]);
    else if (current instanceof z.ZodArray) current = unwrapped(current.element);
    else return undefined;
  }
  return current instanceof z.ZodObject ? Object.keys(current.shape) : undefined;
}

function unwrapped(schema: unknown): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodNullable || schema instanceof z.ZodDefault) {
    return unwrapped(schema.unwrap());
  }
  return schema instanceof z.ZodPipe ? unwrapped(schema.in) : schema;
}

/** What is accepted, to end a message about a name that is not. */
export function acceptedNames(names: readonly string[]): string {
  return names.length > 0 ? `accepted: ${names.join(', ')}.` : 'none is accepted here.';
}

/** Errors as one sentence for `detail`; the list itself has them all. */
export function sentenceOf(what: string, errors: readonly FieldError[]): string {
  const told = errors.slice(0, 3).map(({ path, message }) => (path ? `${path}: ${message}` : message));
  const more = errors.length > told.length ? ` (and ${errors.length - told.length} more)` : '';
  return `${what} cannot be accepted. ${told.join(' ')}${more}`;
}
