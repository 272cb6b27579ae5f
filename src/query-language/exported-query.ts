import * as z from 'zod';
import { BOUNDS } from '../bounds.ts';
import { invalidInput } from '../error-list.ts';
import { InvalidInput } from '../errors.ts';
import { type ShownRow, shownRow } from './answer.ts';
import { requireFewReads } from './bounded-reads.ts';
import { type ExecutionContext, executeAsked } from './execute-asked.ts';
import { type AskingContext, normalise } from './normalise.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { ALONE } from './read-queries.ts';
import { queryRequest } from './request.ts';
import { orderedRows, totalsOf } from './result-rows.ts';
import type { Row } from './rows.ts';

/** A query as an export takes it: all its rows are written, so that it has no pages. */
export const exportedQuery = queryRequest
  .omit({ after: true, compare: true, format: true, include: true, limit: true })
  .extend({
    include: z
      .array(z.enum(['empty']))
      .optional()
      .describe('empty: buckets of time without data.'),
    limit: z
      .int()
      .min(1)
      .max(BOUNDS.queryRows.value)
      .optional()
      .describe('Only so many rows, the first in the order of the query; all by default.'),
  });
export type ExportedQuery = z.output<typeof exportedQuery>;

/**
 * Reads the query of an export. Throws InvalidInput that lists all that is wrong with it, with paths below `query`, and
 * Unprocessable, with the nearest queries that are served, if it would read too much.
 */
export function readExportedQuery(
  context: AskingContext,
  { limit = BOUNDS.queryRows.value, ...sent }: ExportedQuery,
): NormalisedQuery {
  const query = { ...normalised(context, sent), limit };
  requireFewReads(context, { name: ALONE, query });
  return query;
}

function normalised(context: AskingContext, sent: Omit<ExportedQuery, 'limit'>): NormalisedQuery {
  try {
    return normalise(context, sent);
  } catch (error) {
    if (!(error instanceof InvalidInput)) throw error;
    const below = error.errors.map(({ path, message }) => ({
      path: path === '' ? 'query' : `query.${path}`,
      message,
    }));
    throw invalidInput('The body', below);
  }
}

/** The query with defaults filled in and its period resolved: it can be read again and is the same then. */
export function understoodExport({ understood, limit }: NormalisedQuery): ExportedQuery {
  const { after: _after, compare: _compare, format: _format, include, ...query } = understood;
  return { ...query, include: include.includes('empty') ? ['empty'] : [], limit };
}

/** What a query answers altogether, as of one moment. */
export interface WholeAnswer {
  /** All its rows up to its limit, in its order. */
  rows: readonly Row[];
  /** A row as answers show it, by the names of the columns. */
  shown(row: Row): ShownRow;
}

/** Answers all rows of a query. Throws as `executeAsked`, and Unprocessable if there are too many rows. */
export async function wholeAnswer(context: ExecutionContext, query: NormalisedQuery): Promise<WholeAnswer> {
  const executed = (await executeAsked(context, new Map([[ALONE, query]]))).get(ALONE)!;
  const { names, reads } = executed;
  return {
    rows: orderedRows(query, executed).slice(0, query.limit),
    shown: (row) => shownRow(query, row, row.values, { names, axis: reads.current.axis }),
  };
}

/** The totals of a query by the names of its metrics' columns. Throws as `executeAsked`. */
export async function totalsAlone(
  context: ExecutionContext,
  query: NormalisedQuery,
): Promise<Record<string, number | null>> {
  const columns = { ...query.columns, dimensions: [], members: [], grain: undefined };
  const total: NormalisedQuery = { ...query, columns, includes: (part) => part === 'totals', format: 'json' };
  const { reads, results } = (await executeAsked(context, new Map([[ALONE, total]]))).get(ALONE)!;
  return totalsOf(total, reads.current.totals!, results);
}
