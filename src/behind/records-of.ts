import { BOUNDS } from '../bounds.ts';
import type { FactEvent } from '../facts/event.ts';
import { executeQueries, type QueryContext } from '../query/execute.ts';
import { QUERY_FORMAT } from '../query/format.ts';
import { fractionOf, rounded, type Values } from '../query/measures.ts';
import { valuesIn } from '../query/query.ts';
import { type DimensionNames, dimensionNamesIn, dimensionNamesStatement } from '../query/ranking.ts';
import { type Cell, cellQuery } from './cell.ts';
import { cellPartsOf, valuesTogether } from './cell-parts.ts';
import { openCell, type TokenContext } from './cell-token.ts';
import { firstCallsAmong, neighboursFor } from './first-calls.ts';
import { type Listed, listedRecords, type Read } from './listed-records.ts';
import { extentOf, type Position, pageOfStep, stepsAfter } from './page-steps.ts';
import { type Parts, partsOf, rankOf } from './parts.ts';

/** A page of the records behind a cell, and the cell as it is now. */
export interface RecordsPage extends Listed {
  cell: {
    metric: string;
    /** As queries show it; null if its denominator is 0. */
    value: number | null;
    /** The sums of the parts of all records. */
    parts: Parts;
    /** Of a percentile: which of its durations in ascending order it is, counted from 1. */
    rank: number | null;
  };
  /** Whether the cell has another value than when its token was made. */
  changed: boolean;
  /** The records that name agents and queues. */
  names: Readonly<Record<(typeof NAMED)[number], DimensionNames>>;
}

const NAMED = ['agent', 'queue'] as const;

/** The tenant of the cell. A ServiceContext satisfies it. */
export type RecordsContext = QueryContext & TokenContext;

/**
 * Lists the records behind a cell: by type, then time, then id. A page has at most `limit` of them; it may have fewer,
 * even none, because it reads a bounded number of records, of which some do not belong to the cell. Throws as `openCell`
 * and `executeQueries`.
 */
export async function recordsOf(
  context: RecordsContext,
  { token, after, limit }: { token: string; after: Position | undefined; limit: number },
): Promise<RecordsPage> {
  const cell = openCell(context, token);
  const asked = cellQuery(cell);
  const parts = cellPartsOf(cell);
  const steps = stepsAfter(extentOf(cell, asked), after);
  const { atOnce, rows } = budgetFor(steps.length, limit);
  const neighbours = neighboursFor(cell, asked);
  const pages = steps.slice(0, atOnce).map((step) => ({ step, page: pageOfStep(step, rows, neighbours) }));
  const { results, extra } = await executeQueries(context, {
    queries: parts.map((part) => part.asked.query),
    extra: [...pages.map(({ page }) => page.statement), ...NAMED.map(dimensionNamesStatement)],
  });
  const [agent, queue] = extra.slice(pages.length).map(dimensionNamesIn);
  const reads = pages.map((page, index): Read => ({ ...page, found: extra[index]! }));
  const isFirst = await firstCallsAmong(context, { cell, asked, events: () => eventsIn(reads), after });
  return {
    ...asItIsNow(
      cell,
      valuesTogether(
        cell,
        parts,
        results.map((result, index) => valuesIn(result, parts[index]!.asked.group)),
      ),
    ),
    ...listedRecords(reads, { cell, parts, isFirst, limit, rows, rest: steps[atOnce] }),
    names: { agent: agent!, queue: queue! },
  };
}

/** Few steps read many rows each, because most of these may not belong to the cell. Many steps share them. */
const MOST_STEPS = 16;

function budgetFor(steps: number, limit: number): { atOnce: number; rows: number } {
  const all = limit + BOUNDS.recordsRead.value;
  const atOnce = Math.max(1, Math.min(steps, MOST_STEPS, Math.floor(all / limit)));
  return { atOnce, rows: Math.floor(all / atOnce) };
}

function eventsIn(reads: readonly Read[]): FactEvent[] {
  return reads.flatMap(({ page, found }) => found.flatMap((row) => page.eventIn(row).event ?? []));
}

function asItIsNow(
  { metric, measure, value: before }: Cell,
  values: Values,
): Pick<RecordsPage, 'cell' | 'changed'> {
  const value = fractionOf(measure, values);
  const { decimals, factor } = QUERY_FORMAT[measure.unit];
  return {
    cell: {
      metric,
      value: rounded(value, decimals, factor),
      parts: partsOf(measure, values),
      rank: rankOf(measure, values),
    },
    changed: value.numerator !== before.numerator || value.denominator !== before.denominator,
  };
}
