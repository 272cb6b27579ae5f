import type * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { shortened } from '../error-list.ts';
import type { FieldError } from '../errors.ts';
import { redactText } from '../privacy/redact/redact.ts';

const MAX_ERRORS = BOUNDS.recordErrors.value;
const MAX_NAME_CHARACTERS = 64;

/**
 * The errors of a record that does not match its schema: one per field, at most 20; names of unknown fields are
 * redacted.
 */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const issue of error.issues) {
    if (errors.size === MAX_ERRORS) break;
    for (const found of issue.code === 'unrecognized_keys' ? unknownFields(issue) : [errorOf(issue)]) {
      if (errors.size < MAX_ERRORS && !errors.has(found.path)) errors.set(found.path, shortened(found));
    }
  }
  return [...errors.values()];
}

function errorOf(issue: z.core.$ZodIssue): FieldError {
  return { path: issue.path.join('.'), message: issue.message };
}

/** Only the first unknown field of an object lists the accepted ones, because the list is long. */
function unknownFields(issue: z.core.$ZodIssueUnrecognizedKeys): FieldError[] {
  return issue.keys.slice(0, MAX_ERRORS).map((name, index) => ({
    path: [...issue.path, redactText(name.slice(0, MAX_NAME_CHARACTERS))].join('.'),
    message: index === 0 ? issue.message : 'is not a field here',
  }));
}
