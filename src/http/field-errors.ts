import * as z from 'zod';
import { cut, ErrorList } from '../error-list.ts';

/** Maximum characters of an error in `detail`; three errors leave room for the number of further ones. */
const TOLD_CHARACTERS = 500;

/** Converts zod's issues to paths and sentences. The first unknown field of an object lists the accepted ones. */
export function requestErrors(error: z.core.$ZodError, schema: z.ZodType): ErrorList {
  const errors = new ErrorList();
  for (const issue of error.issues) {
    if (issue.code === 'unrecognized_keys') addUnknown(errors, issue, schema);
    else errors.add(() => ({ path: issue.path.join('.'), message: issue.message }));
  }
  return errors;
}

function addUnknown(errors: ErrorList, { path, keys }: z.core.$ZodIssueUnrecognizedKeys, schema: z.ZodType) {
  for (const [index, key] of keys.entries()) {
    errors.add(() => {
      const accepted = index === 0 ? acceptedKeys(schema, path) : undefined;
      const message = accepted ? `Unknown field; ${acceptedNames(accepted)}` : 'Unknown field.';
      return { path: [...path, key].join('.'), message };
    });
  }
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

/** Ends the message for an unknown name with the accepted names. */
export function acceptedNames(names: readonly string[]): string {
  return names.length > 0 ? `accepted: ${names.join(', ')}.` : 'none is accepted here.';
}

/** Summarizes errors for `detail`: the first three, and how many more there are. */
export function sentenceOf(what: string, { listed, total }: ErrorList): string {
  const told = listed
    .slice(0, 3)
    .map(({ path, message }) => cut(path ? `${path}: ${message}` : message, TOLD_CHARACTERS));
  const more =
    total > told.length ? ` (and ${total - told.length} more${leftOut(listed.length, total)})` : '';
  return `${what} cannot be accepted. ${told.join(' ')}${more}`;
}

function leftOut(listed: number, total: number): string {
  return total > listed ? `; the first ${listed} are listed` : '';
}
