import { type Accumulator, breakdownAt } from '../rollups/accumulator.ts';
import { baseMeasureIndex } from '../rollups/base-measures.ts';
import type { Breakdown } from '../rollups/breakdowns.ts';
import { type CellSums, isHeldCell } from '../rollups/cell-sums.ts';
import { impliedCell, membersOfCell } from '../rollups/cells.ts';
import { OTHERS } from '../rollups/dimensions.ts';
import type { Histograms } from '../rollups/histograms.ts';
import { vectorAt } from '../rollups/sums.ts';
import { type Condition, conditionsOf, namedMembers, passes } from './conditions.ts';
import type { MembersOf } from './groups.ts';
import { type MemberDay, membersIn, NotInRollups, orNull } from './member-days.ts';
import type { RowsNeed } from './partial-days.ts';
import type { Place } from './places.ts';
import type { Member, MetricsQuery } from './query.ts';

/** Values by index of the base measure. */
type ValuesAt = (index: number) => number;

/** What a row holds for one combination of members: of the whole day and by interval. */
export interface MemberValues {
  membersOf: MembersOf;
  day: ValuesAt;
  intervals: Iterable<readonly [number, ValuesAt]>;
  histograms: Histograms;
}

/**
 * What a row holds at a place: its own values, or those of the cells of a breakdown that the filter lets pass. Throws
 * NotInRollups if cells that are only counted together might pass.
 */
export function valuesAt(query: MetricsQuery, place: Place, need: RowsNeed, row: MemberDay): MemberValues[] {
  if (place.breakdown) return cellValues(query, place, need, row, place.breakdown);
  const at =
    (vector: readonly number[]): ValuesAt =>
    (index) =>
      vector[index]!;
  const { baseMeasures, intervals, histogramIntervals } = row.accumulator;
  return [
    {
      membersOf: membersIn(need, row.member),
      day: at(baseMeasures),
      intervals: [...intervals].map(([interval, vector]) => [interval, at(vector)]),
      histograms: histogramIntervals,
    },
  ];
}

/** The cells of a breakdown that the filter lets pass. */
function cellValues(
  query: MetricsQuery,
  { leads }: Place,
  need: RowsNeed,
  { member, accumulator }: MemberDay,
  breakdown: Breakdown,
): MemberValues[] {
  const { named, others } = breakdownAt(accumulator, breakdown.name);
  const places = new Map(breakdown.baseMeasures.map((name, place) => [baseMeasureIndex(name)!, place]));
  const at =
    (vector: readonly number[]): ValuesAt =>
    (index) =>
      vector[places.get(index) ?? -1] ?? 0;
  const conditions = conditionsOf(query.filter).filter(({ dimension }) => breakdown.of.includes(dimension));
  const valuesOf = (members: readonly Member[], cell: CellSums): MemberValues => ({
    membersOf: (asked) => {
      const place = breakdown.of.indexOf(asked);
      return place === -1 ? membersIn(need, member)(asked) : members[place]!;
    },
    day: at(cell.day),
    intervals: [...cell.intervals].map(([interval, vector]) => [interval, at(vector)]),
    histograms: cell.histograms,
  });
  const implied = impliedCell(breakdown);
  const rest = implied === undefined ? [] : [[implied, rowWithout(accumulator, breakdown)] as const];
  const cells = [...named, ...rest]
    .map(([key, cell]) => valuesOf(membersOfCell(breakdown, key).map(orNull), cell))
    .filter(({ membersOf }) => conditions.every((each) => passes(each, membersOf(each.dimension))));
  if (!others || !isHeldCell(others)) return cells;
  if (leads.length > 1 || breakdown.of.length > 1 || !conditions.every((each) => isNamed(each, named)))
    throw new NotInRollups();
  return conditions.length > 0 ? cells : [...cells, valuesOf([OTHERS], others)];
}

/** What a row holds beyond the cells of a breakdown. */
function rowWithout(row: Accumulator, breakdown: Breakdown): CellSums {
  const indexes = breakdown.baseMeasures.map((name) => baseMeasureIndex(name)!);
  const rest: CellSums = {
    day: indexes.map((index) => row.baseMeasures[index]!),
    intervals: new Map(),
    histograms: {},
  };
  for (const [interval, vector] of row.intervals)
    rest.intervals.set(
      interval,
      indexes.map((index) => vector[index]!),
    );
  const { named, others } = breakdownAt(row, breakdown.name);
  for (const cell of [...named.values(), ...(others ? [others] : [])]) subtractCell(rest, cell);
  return rest;
}

function subtractCell(from: CellSums, { day, intervals }: CellSums): void {
  subtract(from.day, day);
  for (const [interval, vector] of intervals)
    subtract(vectorAt(from.intervals, interval, vector.length), vector);
}

function subtract(from: number[], vector: readonly number[]): void {
  for (const [place, value] of vector.entries()) from[place]! -= value;
}

/** Whether a condition only lets members pass that a breakdown of one dimension names. */
function isNamed(condition: Condition, named: ReadonlyMap<string, unknown>): boolean {
  return namedMembers(condition)?.every((member) => named.has(member)) ?? false;
}
