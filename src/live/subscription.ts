import type { Identified } from '../auth/actor.ts';
import { invalidInput } from '../error-list.ts';
import type { FieldError } from '../errors.ts';
import type { NormalisedQuery } from '../query-language/normalised-query.ts';
import type { NamedQueries } from '../query-language/read-queries.ts';

/** What a stream was opened for. */
export interface Subscription {
  tenant: string;
  /** Whose rights the stream has. */
  actor: Identified;
  /** How often figures that time alone moves are computed again, in seconds. */
  every: number;
  /** The canonical text of each query by its name in the stream. */
  queries: Readonly<Record<string, string>>;
}

/** How often figures that time alone moves are computed again unless a stream asks otherwise, in seconds. */
export const DEFAULT_EVERY = 10;

/**
 * The canonical texts of queries by name. Queries with the same text have the same answer at any time, so periods stay as
 * they were asked: `today` is resolved again with every answer. `sent` is the queries as they came. Throws InvalidInput
 * for what a stream cannot show: a later page, or links to records.
 */
export function canonicalQueries(
  queries: NamedQueries,
  sent: Readonly<Record<string, unknown>>,
): Record<string, string> {
  const errors = [...queries].flatMap(([name, query]) => mistakesOf(name, query));
  if (errors.length > 0) throw invalidInput('The query', errors);
  return Object.fromEntries(
    [...queries].map(([name, { understood }]) => {
      const { period = {} } = sent[name] as { period?: object };
      return [name, JSON.stringify({ ...understood, period })];
    }),
  );
}

function mistakesOf(name: string, query: NormalisedQuery): FieldError[] {
  return [
    ...(query.after === undefined
      ? []
      : [{ path: `queries.${name}.after`, message: 'Not accepted here: a stream shows the first page.' }]),
    ...(query.includes('records')
      ? [
          {
            path: `queries.${name}.include`,
            message:
              'records is not accepted here: its links change with every answer. Use POST /api/v1/query.',
          },
        ]
      : []),
  ];
}
