import type * as z from 'zod';
import type { FieldError } from '../../errors.ts';
import { redactText } from '../redact.ts';

const MAX_ERRORS = 20;
const MAX_NAME_CHARACTERS = 64;

/** The errors of a record that its schema refuses, one a field, at most 20; names of unknown fields are redacted. */
export function fieldErrors(error: z.ZodError): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const issue of error.issues) {
    for (const path of pathsOf(issue)) {
      if (errors.size < MAX_ERRORS && !errors.has(path)) errors.set(path, { path, message: issue.message });
    }
  }
  return [...errors.values()];
}

function pathsOf(issue: z.core.$ZodIssue): string[] {
  if (issue.code !== 'unrecognized_keys') return [issue.path.join('.')];
  return issue.keys
    .slice(0, MAX_ERRORS)
    .map((name) => [...issue.path, redactText(name.slice(0, MAX_NAME_CHARACTERS))].join('.'));
}
