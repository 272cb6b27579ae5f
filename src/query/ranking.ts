import type { DimensionNames } from './dimension-names.ts';
import { compareFractions, type Fraction } from './fraction.ts';
import { evaluate, type MeasureName } from './measures.ts';
import { type Member, othersAsMember, othersLast } from './members.ts';
import type { QueryResult } from './query.ts';

/** Orders by Unicode code point. Comparing with `<` orders by UTF-16 unit, which differs beyond the BMP. */
export function compareCodePoints(a: string, b: string): number {
  const right = b[Symbol.iterator]();
  for (const left of a) {
    const { value, done } = right.next();
    if (done) return 1;
    if (left !== value) return left.codePointAt(0)! - value.codePointAt(0)!;
  }
  return right.next().done ? 0 : -1;
}

export interface Ranking {
  /** Current names by id; without them ids are shown. */
  names?: DimensionNames;
  /** Keeps only members with a count above 0 in one of these; by default the measure that ranks them. */
  having?: readonly MeasureName[];
  /** Breaks ties, highest first, before the name. */
  tieBreak?: MeasureName;
  order?: 'asc' | 'desc';
}

/**
 * Ranks members by the exact value of a measure, highest first by default. Members without a value come last in either
 * order; ties are ordered by name, then id. The entry for all other members is always last.
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

/** How often a name occurs. */
export interface Count {
  name: string;
  count: number;
}

/** The non-empty groups of a result by a count, highest first, ties by name; all others last. */
export function rankCounts(result: QueryResult, count: MeasureName): Count[] {
  return rank(result, count).map(({ id, values }) => ({
    name: id,
    count: evaluate(count, values).numerator,
  }));
}

/**
 * The first `limit` of `counts`, plus an entry named `rest` for the remainder of `total` if there is any. An existing
 * count with that name is part of it.
 */
export function withRest(counts: readonly Count[], total: number, limit: number, rest: string): Count[] {
  const shown = counts.filter(({ name }) => name !== rest).slice(0, limit);
  const left = shown.reduce((remaining, { count }) => remaining - count, total);
  return left > 0 ? [...shown, { name: rest, count: left }] : shown;
}
