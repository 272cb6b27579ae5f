import type { DimensionNames } from './dimension-names.ts';
import { compareFractions, type Fraction } from './fraction.ts';
import { evaluate, type MeasureName } from './measures.ts';
import { type Member, othersAsMember, othersLast } from './members.ts';
import { compareCodePoints } from './order.ts';
import type { QueryResult } from './query.ts';

/** How members are ranked. */
export interface Ranking {
  /** Current names by id; the id is shown without them. */
  names?: DimensionNames;
  /** Only members that one of these counts any of; by default the measure that they are ranked by. */
  having?: readonly MeasureName[];
  /** Breaks ties, highest first, before the name does. */
  tieBreak?: MeasureName;
  order?: 'asc' | 'desc';
}

/**
 * The members of a result by a measure's exact value, highest first. Members without a value come last in either
 * order; ties go by name, then id. The entry for all other members is the last.
 */
export function rank(result: QueryResult, by: MeasureName, options: Ranking = {}): Member[] {
  const { names, having = [by], tieBreak, order = 'desc' } = options;
  return othersAsMember(result, names)
    .filter(({ values }) => having.some((measure) => evaluate(measure, values).numerator > 0))
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareValues(by, order, a, b) ||
        (tieBreak === undefined ? 0 : compareValues(tieBreak, 'desc', a, b)) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    );
}

function compareValues(measure: MeasureName, order: 'asc' | 'desc', a: Member, b: Member): number {
  const [left, right] = [evaluate(measure, a.values), evaluate(measure, b.values)];
  const isReversed = order === 'desc' && hasValue(left) && hasValue(right);
  return (isReversed ? -1 : 1) * compareFractions(left, right);
}

function hasValue({ denominator }: Fraction): boolean {
  return denominator !== 0;
}

/** How often each name occurs. */
export interface Count {
  name: string;
  count: number;
}

/** The groups of a result that hold anything, by a count: highest first, ties by name; all others last. */
export function rankCounts(result: QueryResult, count: MeasureName): Count[] {
  return rank(result, count).map(({ id, values }) => ({
    name: id,
    count: evaluate(count, values).numerator,
  }));
}

/**
 * The first `limit` of `counts`, and a last one named `rest` for what they leave of `total`, if that is anything.
 * A count whose own name is `rest` is part of it.
 */
export function withRest(counts: readonly Count[], total: number, limit: number, rest: string): Count[] {
  const shown = counts.filter(({ name }) => name !== rest).slice(0, limit);
  const left = shown.reduce((remaining, { count }) => remaining - count, total);
  return left > 0 ? [...shown, { name: rest, count: left }] : shown;
}
