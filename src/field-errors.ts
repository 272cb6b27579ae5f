import type * as z from 'zod';
import { BOUNDS } from './bounds.ts';
import { ErrorList, shortened } from './error-list.ts';
import type { FieldError } from './errors.ts';
import { unknownName } from './messages.ts';
import { redactText } from './privacy/redact/redact.ts';

const MAX_RECORD_ERRORS = BOUNDS.recordErrors.value;
const MAX_NAME_CHARACTERS = 64;

/** The errors of a part of a request, bounded in number; further ones are counted. */
export function requestErrors(issues: readonly z.core.$ZodIssue[]): ErrorList {
  const errors = new ErrorList();
  addErrors(errors, issues);
  return errors;
}

/** Adds the errors of zod's `issues` to a list. */
export function addErrors(errors: ErrorList, issues: readonly z.core.$ZodIssue[]): void {
  for (const make of errorsOf(issues)) errors.add(make);
}

/** The errors of a record that does not match its schema: one per field, at most 20. */
export function recordErrors({ issues }: z.core.$ZodError): FieldError[] {
  const errors = new Map<string, FieldError>();
  for (const make of errorsOf(issues)) {
    if (errors.size === MAX_RECORD_ERRORS) break;
    const found = shortened(make());
    if (!errors.has(found.path)) errors.set(found.path, found);
  }
  return [...errors.values()];
}

/** The name of a field as errors show it: it may hold personal data and be of any length. */
export function shownName(name: string): string {
  return redactText(name.slice(0, MAX_NAME_CHARACTERS));
}

/** One error for each issue and for each unknown field, made only if needed: there may be thousands of them. */
function* errorsOf(issues: readonly z.core.$ZodIssue[]): Generator<() => FieldError> {
  for (const issue of issues.flatMap(innermost)) {
    const { path, message } = issue;
    if (issue.code !== 'unrecognized_keys') {
      yield () => ({ path: path.join('.'), message });
      continue;
    }
    // Only the first unknown field of an object lists the accepted ones, because the list is long.
    for (const [index, name] of issue.keys.entries()) {
      yield () => ({
        path: [...path, shownName(name)].join('.'),
        message: index === 0 ? message : unknownName('field'),
      });
    }
  }
}

/** Of a value that has the type of an alternative of a union, the issues with the one that it fits best. */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const [best] = issue.errors
    .filter((found) => found.every(({ code, path }) => code !== 'invalid_type' || path.length > 0))
    .toSorted((a, b) => a.length - b.length);
  return best?.map((found) => ({ ...found, path: [...issue.path, ...found.path] })) ?? [issue];
}
