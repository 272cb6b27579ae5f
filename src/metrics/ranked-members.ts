import { compareExact } from './exact.ts';
import { type Figures, finish, type MeasureName } from './measures.ts';
import { type Directory, nameOf } from './names.ts';
import { compareCodePoints } from './order.ts';
import type { Answer } from './question.ts';

/** A member of a dimension under its current name, with its figures. */
export interface Member {
  id: string;
  name: string;
  figures: Figures;
}

/** The members of an answer that `count` counts any of; most first, ties by name, then id. */
export function rankedMembers(answer: Answer, count: MeasureName, directory: Directory): Member[] {
  return [...answer]
    .map(([id, figures]) => ({ id, name: nameOf(directory, id), figures }))
    .filter(({ figures }) => finish(count, figures).numerator > 0)
    .sort(
      (a, b) =>
        compareExact(finish(count, b.figures), finish(count, a.figures)) ||
        compareCodePoints(a.name, b.name) ||
        compareCodePoints(a.id, b.id),
    );
}
