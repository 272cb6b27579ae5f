import { invalidInput } from '../error-list.ts';
import type { FieldError } from '../errors.ts';
import { InvalidInput } from '../errors.ts';
import { requestErrors } from '../field-errors.ts';
import { type AskingContext, normalise } from './normalise.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { queriesRequest } from './request.ts';

/** The queries of a request by name. A query that was sent by itself has no name. */
export type NamedQueries = ReadonlyMap<string, NormalisedQuery>;

/** The name of the only query of a request that does not name any. */
export const ALONE = '';

/**
 * Reads one query, or several under `queries`. Throws InvalidInput that lists all that is wrong with them, with paths
 * such as `queries.NAME.metrics.0`.
 */
export function readQueries(context: AskingContext, sent: unknown): NamedQueries {
  const isSeveral = typeof sent === 'object' && sent !== null && 'queries' in sent;
  if (!isSeveral) return new Map([[ALONE, normalise(context, sent)]]);
  const { data, error } = queriesRequest.safeParse(sent);
  if (error) throw invalidInput('The query', requestErrors(error.issues));
  const errors: FieldError[] = [];
  const queries = new Map<string, NormalisedQuery>();
  for (const [name, each] of Object.entries(data.queries)) {
    const below = (found: FieldError): FieldError => ({
      path: ['queries', name, found.path].filter((part) => part !== '').join('.'),
      message: found.message,
    });
    try {
      const query = normalise(context, each);
      if (query.format === 'csv')
        errors.push(below({ path: 'format', message: 'csv is only accepted for a query by itself.' }));
      queries.set(name, query);
    } catch (failure) {
      if (!(failure instanceof InvalidInput)) throw failure;
      errors.push(...failure.errors.map(below));
    }
  }
  if (errors.length > 0) throw invalidInput('The query', errors);
  return queries;
}
