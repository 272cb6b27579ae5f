import { compareExact } from './fraction.ts';
import { listed, type Member, othersLast } from './listed.ts';
import { finish, type MeasureName } from './measures.ts';
import type { Directory } from './dimension-names.ts';
import { compareCodePoints } from './order.ts';
import type { Answer } from './query.ts';

/** The members of an answer that `count` counts any of; most first, ties by name, then id; all others last. */
export function rankedMembers(answer: Answer, count: MeasureName, directory: Directory): Member[] {
  return listed(answer, directory)
    .filter(({ figures }) => finish(count, figures).numerator > 0)
    .sort(
      (a, b) =>
        othersLast(a, b) ||
        compareExact(finish(count, b.figures), finish(count, a.figures)) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    );
}
