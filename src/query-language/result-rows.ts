import { type Fraction, fractionOf } from '../query/measures.ts';
import type { QueryResult } from '../query/query.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import { memberName, type NamesByDimension, shownValues } from './answer.ts';
import type { Executed } from './execute-asked.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import { rowComparator } from './order.ts';
import { type MetricRead, type PeriodReads, resultsAt, totalsAt } from './reads.ts';
import { type Row, rowsOf } from './rows.ts';

/** All rows of a query that was executed, in its order. Throws Unprocessable if there are too many. */
export function orderedRows(
  query: NormalisedQuery,
  { reads: { current, compared }, results, names }: Executed,
): Row[] {
  const inPeriod = (period: PeriodReads) => ({ axis: period.axis, results: resultsAt(period.rows, results) });
  const rows = rowsOf(query, inPeriod(current), compared && inPeriod(compared));
  return rows.sort(comparatorOf(query, names));
}

/** How the rows of a query are ordered, by the names of their members. */
export function comparatorOf({ columns, order }: NormalisedQuery, names: NamesByDimension) {
  return rowComparator(
    order,
    (position, member) => memberName(names, columns.members[position]!, member),
    (member) => member === OTHERS,
  );
}

/** The totals of a query by the names of its columns; `reads` tells where their results are. */
export function totalsOf(
  { columns, isExact }: NormalisedQuery,
  reads: readonly MetricRead[],
  results: readonly QueryResult[],
): Record<string, number | null> {
  const totals = totalsAt(reads, results);
  const values = columns.metrics.map(({ measure }, index): Fraction => fractionOf(measure, totals[index]!));
  return shownValues(columns.metrics, values, isExact);
}
