import { listed, othersLast } from './listed.ts';
import { evaluate, type MeasureName } from './measures.ts';
import { compareCodePoints } from './order.ts';
import type { QueryResult } from './query.ts';

/** How often each name occurs. */
export interface Count {
  name: string;
  count: number;
}

/** The groups of an answer that hold anything, by a count; most first, ties by name; all others last. */
export function ranked(result: QueryResult, count: MeasureName): Count[] {
  return listed(result)
    .map(({ id, figures, isOther }) => ({ name: id, count: evaluate(count, figures).numerator, isOther }))
    .filter((each) => each.count > 0)
    .sort((a, b) => othersLast(a, b) || b.count - a.count || compareCodePoints(a.name, b.name))
    .map(({ name, count }) => ({ name, count }));
}

/**
 * The first `limit` of `counts`, and a last one named `rest` for what they leave of `total`, where that is
 * anything. A count that bears the name `rest` itself is part of it.
 */
export function withRest(counts: readonly Count[], total: number, limit: number, rest: string): Count[] {
  const shown = counts.filter(({ name }) => name !== rest).slice(0, limit);
  const left = shown.reduce((remaining, { count }) => remaining - count, total);
  return left > 0 ? [...shown, { name: rest, count: left }] : shown;
}
