import type * as z from 'zod';
import { ErrorList } from '../error-list.ts';
import { addErrors, shownName } from '../field-errors.ts';
import { unknownName } from '../messages.ts';

/**
 * The errors of a query: parameters that would otherwise be dropped silently (unknown, repeated and empty ones), and
 * the `issues` of the others' values.
 */
export function queryErrors(
  search: URLSearchParams,
  accepted: readonly string[],
  issues: readonly z.core.$ZodIssue[],
): ErrorList {
  const errors = new ErrorList();
  const refused = new Set<PropertyKey | undefined>();
  let isListed = false;
  for (const [name, entries] of Map.groupBy(search, ([sent]) => sent)) {
    const message = messageOf(name, entries);
    if (message === undefined) continue;
    refused.add(name);
    errors.add(() => ({ path: shownName(name), message }));
  }
  const ofValues = issues.filter(({ code, path }) => code !== 'unrecognized_keys' && !refused.has(path[0]));
  addErrors(errors, ofValues);
  return errors;

  function messageOf(name: string, entries: readonly unknown[][]): string | undefined {
    if (!accepted.includes(name)) {
      const message = unknownName('parameter', isListed ? undefined : accepted);
      isListed = true;
      return message;
    }
    if (entries.length > 1) return 'Repeated parameter; send it once.';
    return entries[0]?.[1] === '' ? 'Empty parameter; send a value or leave it out.' : undefined;
  }
}
