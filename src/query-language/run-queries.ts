import { BOUNDS } from '../bounds.ts';
import type { Meter } from '../db/meter.ts';
import { Unprocessable } from '../errors.ts';
import { executeQueries, type QueryContext } from '../query/execute.ts';
import { type Fraction, fractionOf } from '../query/measures.ts';
import type { MetricsQuery, QueryResult } from '../query/query.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from '../query/ranking.ts';
import { TooManyFacts } from '../query/snapshot.ts';
import { type DimensionName, isNamedDimension, OTHERS, recordNaming } from '../rollups/dimensions.ts';
import type { ServiceContext } from '../service-context.ts';
import { isoInstant } from '../time/dates.ts';
import {
  type LinkedRow,
  memberName,
  type NamesByDimension,
  shownChanges,
  shownColumns,
  shownPeriod,
  shownRow,
  shownValues,
} from './answer.ts';
import { cursorAfter } from './cursor.ts';
import { addComparison, warningsOf } from './disagreements.ts';
import { beyondFacts, requireFewReads } from './nearest.ts';
import type { AskingContext } from './normalise.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { rowComparator } from './order.ts';
import { builtRollups, type PlanKind, planKind, planned } from './planned.ts';
import { addReads, type PeriodReads, type Reads, resultsAt, totalsAt } from './reads.ts';
import { recordLinks } from './record-links.ts';
import { type Row, rowsOf } from './rows.ts';

/** What running queries needs. `meter` counts the rows that `store` reads. */
export type QueryRunContext = Pick<ServiceContext, 'store' | 'tenant' | 'keys' | 'now'> &
  Pick<AskingContext, 'own'> & {
    meter: Meter;
    /** Is told when an answer changes without any new record. */
    seen: NonNullable<QueryContext['seen']> & { expires(until: number): void };
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
  const queries: MetricsQuery[] = [];
  const reads = new Map(
    [...asked].map(([name, query]) => [name, addReads(query, queries, context.tenant.timeZone)]),
  );
  const comparisons = new Map([...asked].map(([name, query]) => [name, addComparison(query, queries)]));
  const named = [...new Set([...asked.values()].flatMap(({ columns }) => columns.members))].filter(
    isNamedDimension,
  );
  for (const [name, query] of asked) requireFewReads(context, { name, query });
  const before = { ...context.meter };
  const extra = named.map((dimension) => dimensionNamesStatement(recordNaming(dimension)));
  const executed = await executeQueries(context, { queries, extra }).catch((error: unknown) => {
    throw error instanceof TooManyFacts ? refusalOf(context, asked, error.message) : error;
  });
  const names: NamesByDimension = new Map(
    named.map((dimension, index): [DimensionName, DimensionNames] => [
      dimension,
      dimensionNamesIn(executed.extra[index]!),
    ]),
  );
  const cost = {
    rows_read: context.meter.rowsRead - before.rowsRead,
    trips: context.meter.trips - before.trips,
  };
  const answers = [...asked].map(async ([name, query]): Promise<[string, Answer]> => {
    const own = reads.get(name)!;
    const plan = planKind(positionsOf(own).map((position) => executed.sources[position]!));
    const [states, calls] = (comparisons.get(name) ?? []).map((position) => executed.results[position]);
    const answer = await answerOf(context, query, {
      reads: own,
      warnings: warningsOf(query, states, calls),
      results: executed.results,
      names,
      cost: { ...cost, plan },
    });
    return [name, answer];
  });
  return new Map(await Promise.all(answers));
}

/** Names the query that has too many facts: the first one that is read from them. */
function refusalOf(
  context: QueryRunContext,
  asked: ReadonlyMap<string, NormalisedQuery>,
  reason: string,
): Unprocessable {
  const rollups = builtRollups(context.tenant);
  const found = [...asked].find(([, query]) => planned(query, rollups).plan !== 'rollups');
  if (!found) return new Unprocessable(reason);
  const [name, query] = found;
  return beyondFacts(context, { name, query, reason });
}

function positionsOf({ current, compared }: Reads): number[] {
  return [current, compared].flatMap((each) => (each ? [...each.rows, ...(each.totals ?? [])] : []));
}

interface Executed {
  reads: Reads;
  warnings: ReturnType<typeof warningsOf>;
  results: readonly QueryResult[];
  names: NamesByDimension;
  cost: { rows_read: number; trips: number; plan: PlanKind };
}

async function answerOf(
  { keys, now, seen }: QueryRunContext,
  query: NormalisedQuery,
  { reads, warnings, results, names, cost }: Executed,
) {
  const { current, compared } = reads;
  seen.expires(current.axis.nextEndAfter(query.now));
  const inPeriod = (period: PeriodReads) => ({ axis: period.axis, results: resultsAt(period.rows, results) });
  const rows = rowsOf(query, inPeriod(current), compared && inPeriod(compared));
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
    partial: current.axis.partialAt(query.now),
    cut: [...current.axis.cut],
    ...(warnings.length > 0 && { warnings }),
    cost,
    query: query.understood,
  };
}

/** The rows of the page after `after`, and whether more follow. */
function pageOf(
  { columns, order, limit, after }: NormalisedQuery,
  rows: Row[],
  names: NamesByDimension,
): { page: Row[]; next: boolean } {
  const compare = rowComparator(
    order,
    (position, member) => memberName(names, columns.members[position]!, member),
    (member) => member === OTHERS,
  );
  rows.sort(compare);
  const start = after === undefined ? 0 : rows.findIndex((row) => compare(row, after) > 0);
  if (start < 0) return { page: [], next: false };
  return { page: rows.slice(start, start + limit), next: rows.length > start + limit };
}

function totalsOf(
  { columns, isExact }: NormalisedQuery,
  positions: readonly number[],
  results: readonly QueryResult[],
): Record<string, number | null> {
  const totals = totalsAt(positions, results);
  const values = columns.metrics.map(({ measure }, index): Fraction => fractionOf(measure, totals[index]!));
  return shownValues(columns.metrics, values, isExact);
}
