import { BOUNDS } from '../bounds.ts';
import type { Meter } from '../db/meter.ts';
import { quartersAfter } from '../query/measures/neighbour-inputs.ts';
import { inputsOfMeasure } from '../query/measures.ts';
import { isoInstant } from '../time/dates.ts';
import {
  type LinkedRow,
  type NamesByDimension,
  shownChanges,
  shownColumns,
  shownPeriod,
  shownRow,
} from './answer.ts';
import { cursorAfter } from './cursor.ts';
import { type Executed, type ExecutionContext, executeAsked } from './execute-asked.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { recordLinks } from './record-links.ts';
import { comparatorOf, orderedRows, totalsOf } from './result-rows.ts';
import type { Row } from './rows.ts';

/** What running queries needs. `meter` counts the rows that `store` reads. */
export type QueryRunContext = ExecutionContext & {
  meter: Meter;
  /** Is told when an answer changes without any new record. */
  seen: NonNullable<ExecutionContext['seen']> & { expires(until: number): void };
};

export type Answer = Awaited<ReturnType<typeof answerOf>>;

/**
 * Answers queries by name, as of one moment and in one trip. Throws InvalidInput for a cursor that is not one of its
 * query, Unprocessable if a query would read or answer too much, Unavailable while rollups are rebuilt.
 */
export async function runQueries(
  context: QueryRunContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<Map<string, Answer>> {
  const before = { ...context.meter };
  const executed = await executeAsked(context, asked);
  const cost = {
    rows_read: context.meter.rowsRead - before.rowsRead,
    trips: context.meter.trips - before.trips,
  };
  const answers = [...asked].map(async ([name, query]): Promise<[string, Answer]> => {
    return [name, await answerOf(context, query, executed.get(name)!, cost)];
  });
  return new Map(await Promise.all(answers));
}

async function answerOf(
  { keys, now, seen }: QueryRunContext,
  query: NormalisedQuery,
  executed: Executed,
  read: { rows_read: number; trips: number },
) {
  const { reads, results, names, plan } = executed;
  const { current, compared } = reads;
  const quarters = quartersAfter(query.columns.metrics.flatMap(({ measure }) => inputsOfMeasure(measure)));
  seen.expires(current.axis.nextEndAfter(query.now, quarters));
  const rows = orderedRows(query, executed);
  const { page, next } = pageOf(query, rows, names);
  const last = page.at(-1);
  const isLinked = query.includes('records') && query.format === 'json';
  if (isLinked) seen.expires(now + Math.floor(BOUNDS.cellTokenSeconds.value / 2));
  const shown = async (row: Row): Promise<LinkedRow> => {
    const plain = shownRow(query, row, row.values, { names, axis: current.axis });
    if (!isLinked) return plain;
    return Object.assign(plain, { records: await recordLinks({ keys, now }, query, current.axis, row) });
  };
  const shownBefore = (row: Row) => shownRow(query, row, row.before!, { names, axis: compared!.axis });
  return {
    columns: shownColumns(query),
    rows: await Promise.all(page.map(shown)),
    ...(compared && {
      previous: page.map(shownBefore),
      change: page.map((row) => shownChanges(query, row.values, row.before!)),
    }),
    ...(current.totals && { totals: totalsOf(query, current.totals, results) }),
    ...(compared?.totals && { previous_totals: totalsOf(query, compared.totals, results) }),
    page: {
      limit: query.limit,
      after: next && last ? cursorAfter(keys, query, last) : null,
      rows: rows.length,
    },
    period: shownPeriod(query.period),
    ...(query.compared && { compared_period: shownPeriod(query.compared) }),
    as_of: isoInstant(now),
    partial: current.axis.partialAt(query.now, quarters),
    cut: [...current.axis.cut],
    ...(executed.warnings.length > 0 && { warnings: executed.warnings }),
    cost: { ...read, plan },
    query: query.understood,
  };
}

/** The rows of the page after `after`, and whether more follow. `rows` are in order. */
function pageOf(
  query: NormalisedQuery,
  rows: readonly Row[],
  names: NamesByDimension,
): { page: Row[]; next: boolean } {
  const { limit, after } = query;
  const compare = comparatorOf(query, names);
  const start = after === undefined ? 0 : rows.findIndex((row) => compare(row, after) > 0);
  if (start < 0) return { page: [], next: false };
  return { page: rows.slice(start, start + limit), next: rows.length > start + limit };
}
