import { BOUNDS } from '../bounds.ts';
import { Unprocessable } from '../errors.ts';
import { type Fraction, fractionOf, together, type Values } from '../query/measures.ts';
import { cellOf, type Member, type QueryResult } from '../query/query.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import type { MetricColumn } from './columns.ts';
import { dataTest } from './has-data.ts';
import type { NormalisedQuery } from './normalised-query.ts';
import type { Placed } from './order.ts';
import type { TimeAxis } from './time-axis.ts';

/** The id that answers show for all members that are only counted together. */
export const OTHER = 'other';

/** A row of an answer, and what the compared period has in its place. */
export interface Row extends Placed {
  before: readonly Fraction[] | undefined;
}

/** The results of the metrics of a query over one period, in their order. */
export interface PeriodResults {
  axis: TimeAxis;
  results: readonly QueryResult[];
}

/** Members and a place on the time axis with the values of each metric; undefined for those without data. */
interface Cell {
  members: readonly Member[];
  place: number;
  values: (Values | undefined)[];
}
type Cells = ReadonlyMap<string, Cell>;

const NOTHING: Values = () => 0;

/** All rows of a query that pass `having`, in no order. Throws Unprocessable if there are too many. */
export function rowsOf(query: NormalisedQuery, current: PeriodResults, compared?: PeriodResults): Row[] {
  const { columns, having } = query;
  const { metrics } = columns;
  const taken = positionsOfOther(query, compared ? [current, compared] : [current]);
  const cells = cellsOf(query, current, taken);
  const before = compared && cellsOf(query, compared, taken);
  const all = new Map<string, Pick<Cell, 'members' | 'place'>>(cells);
  if (before && query.includes('vanished')) addVanished(all, before, current.axis);
  if (columns.members.length === 0 && columns.grain === undefined)
    all.set(keyOf([], 0), { members: [], place: 0 });
  if (columns.grain !== undefined && query.includes('empty')) addEmpty(all, query, current.axis);
  requireFew(all.size);
  return [...all]
    .map(
      ([key, { members, place }]): Row => ({
        members,
        place,
        values: fractionsOf(metrics, cells.get(key)),
        before: before && compared && beforeOf(metrics, before.get(key), place < compared.axis.labels.length),
      }),
    )
    .filter(({ values }) => having.every(({ metric, holds }) => holds(values[metric]!)));
}

/** The dimensions that have a real member with the id that stands for all unnamed ones: it contains them then. */
function positionsOfOther(
  { columns }: NormalisedQuery,
  periods: readonly PeriodResults[],
): ReadonlySet<number> {
  const taken = new Set<number>();
  if (columns.members.length === 0) return taken;
  for (const group of periods.flatMap(({ results }) => results.flatMap((result) => [...result.keys()]))) {
    for (const [position, member] of cellOf(group).members.entries())
      if (member === OTHER) taken.add(position);
  }
  return taken;
}

function cellsOf(
  { columns }: NormalisedQuery,
  { axis, results }: PeriodResults,
  taken: ReadonlySet<number>,
): Cells {
  const cells = new Map<string, Cell>();
  const isOfMembers = columns.members.length > 0;
  for (const [position, column] of columns.metrics.entries()) {
    const hasData = dataTest(column);
    for (const [group, values] of results[position]!) {
      if (!hasData(values)) continue;
      const { members, time } = isOfMembers ? cellOf(group) : { members: [], time: group };
      const merged = members.map((member, index) => (member === OTHERS && taken.has(index) ? OTHER : member));
      const place = axis.placeOf(time);
      const key = keyOf(merged, place);
      const cell = cells.get(key) ?? { members: merged, place, values: [] };
      const known = cell.values[position];
      cell.values[position] = known ? together([known, values]) : values;
      cells.set(key, cell);
    }
  }
  return cells;
}

function keyOf(members: readonly Member[], place: number): string {
  return JSON.stringify([...members, place]);
}

/** Adds the cells of members that only the compared period has, in the same places. */
function addVanished(all: Map<string, Pick<Cell, 'members' | 'place'>>, before: Cells, axis: TimeAxis): void {
  const present = new Set([...all.values()].map(({ members }) => keyOf(members, 0)));
  for (const [key, { members, place }] of before) {
    if (place < axis.labels.length && !present.has(keyOf(members, 0))) all.set(key, { members, place });
  }
}

/** Adds the places without data for each combination of members that has any. */
function addEmpty(
  all: Map<string, Pick<Cell, 'members' | 'place'>>,
  { columns }: NormalisedQuery,
  { labels }: TimeAxis,
): void {
  const combinations = new Map([...all.values()].map(({ members }) => [keyOf(members, 0), members]));
  if (columns.members.length === 0) combinations.set(keyOf([], 0), []);
  requireFew(combinations.size * labels.length);
  for (const members of combinations.values()) {
    for (const place of labels.keys()) {
      const key = keyOf(members, place);
      if (!all.has(key)) all.set(key, { members, place });
    }
  }
}

function requireFew(rows: number): void {
  const { value: most } = BOUNDS.queryRows;
  if (rows <= most) return;
  throw new Unprocessable(
    `The answer would have ${rows.toLocaleString('en-US')} rows on all pages; at most ` +
      `${most.toLocaleString('en-US')} are computed. Ask for a shorter period, a coarser grain or fewer members.`,
  );
}

function fractionsOf(metrics: readonly MetricColumn[], cell: Cell | undefined): Fraction[] {
  return metrics.map(({ measure }, position) => fractionOf(measure, cell?.values[position] ?? NOTHING));
}

const NO_VALUE: Fraction = { numerator: 0, denominator: 0 };

/** A place that the compared period does not have has no values at all. */
function beforeOf(metrics: readonly MetricColumn[], cell: Cell | undefined, hasPlace: boolean): Fraction[] {
  return hasPlace ? fractionsOf(metrics, cell) : metrics.map(() => NO_VALUE);
}
