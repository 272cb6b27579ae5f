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

/** The answer to a query. */
export type Answer = Awaited<ReturnType<typeof answerOf>>;

/** An answer, and when it changes without any new record: seconds UTC; Infinity for never. */
export interface DatedAnswer {
  answer: Answer;
  validUntil: number;
}

/**
 * Answers queries by name, as of one moment and in one trip. Throws InvalidInput for a cursor that is not one of its
 * query, Unprocessable if a query would read or answer too much, Unavailable while rollups are rebuilt.
 */
export async function runQueries(
  context: QueryRunContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<Map<string, Answer>> {
  const dated = await runDatedQueries(context, asked);
  return new Map([...dated].map(([name, { answer }]) => [name, answer]));
}

/** Answers queries by name, each with the time until which it holds. Throws as `runQueries`. */
export async function runDatedQueries(
  context: QueryRunContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
): Promise<Map<string, DatedAnswer>> {
  const before = { ...context.meter };
  const executed = await executeAsked(context, asked);
  const cost = {
    rows_read: context.meter.rowsRead - before.rowsRead,
    trips: context.meter.trips - before.trips,
  };
  const answers = [...asked].map(async ([name, query]): Promise<[string, DatedAnswer]> => {
    const own = executed.get(name)!;
    const until = expiryOf(context, query, own);
    context.seen.expires(until);
    return [name, { answer: await answerOf(context, query, own, cost), validUntil: until }];
  });
  return new Map(await Promise.all(answers));
}

/** When an answer changes without any new record, seconds UTC. */
function expiryOf({ now }: QueryRunContext, query: NormalisedQuery, { reads, validUntil }: Executed): number {
  const linked = isLinked(query) ? now + Math.floor(BOUNDS.cellTokenSeconds.value / 2) : validUntil;
  return Math.min(validUntil, linked, reads.current.axis.nextEndAfter(query.now, quartersIn(query)));
}

function isLinked(query: NormalisedQuery): boolean {
  return query.includes('records') && query.format === 'json';
}

/** The quarters of an hour after a bucket that its figures depend on. */
function quartersIn({ columns }: NormalisedQuery): number {
  return quartersAfter(columns.metrics.flatMap(({ measure }) => inputsOfMeasure(measure)));
}

async function answerOf(
  { keys, now }: QueryRunContext,
  query: NormalisedQuery,
  executed: Executed,
  read: { rows_read: number; trips: number },
) {
  const { reads, results, names, plan } = executed;
  const { current, compared } = reads;
  const rows = orderedRows(query, executed);
  const { page, next } = pageOf(query, rows, names);
  const last = page.at(-1);
  const shown = async (row: Row): Promise<LinkedRow> => {
    const plain = shownRow(query, row, row.values, { names, axis: current.axis });
    if (!isLinked(query)) return plain;
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
    partial: current.axis.partialAt(query.now, quartersIn(query)),
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
