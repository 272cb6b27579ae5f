import type { DimensionNames } from './dimension-names.ts';
import { compareFractions } from './fraction.ts';
import { listed, type Member, othersLast } from './listed.ts';
import { evaluate, type MeasureName } from './measures.ts';
import { compareCodePoints } from './order.ts';
import type { QueryResult } from './query.ts';

/** The members of an answer that `count` counts any of; most first, ties by name, then id; all others last. */
export function rankedMembers(result: QueryResult, count: MeasureName, names: DimensionNames): Member[] {
  return listed(result, names)
    .filter(({ figures }) => evaluate(count, figures).numerator > 0)
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareFractions(evaluate(count, b.figures), evaluate(count, a.figures)) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    );
}
