import type { Condition } from './expression.ts';
import { isInstant, textOf, type Value } from './value.ts';

/** The data of a row that expressions and conditions can access. */
export interface Scope {
  /** The trimmed text of a column; undefined if it is empty. */
  column(name: string): string | undefined;
  value(name: string): Value;
}

/** Whether a condition holds for a row. An absent value fails `is`, `above` and `below`. */
export function holds(condition: Condition, scope: Scope): boolean {
  if (condition.all !== undefined) return condition.all.every((inner) => holds(inner, scope));
  if (condition.any !== undefined) return condition.any.some((inner) => holds(inner, scope));
  if (condition.not !== undefined) return !holds(condition.not, scope);
  const subject =
    condition.column === undefined ? scope.value(condition.value ?? '') : scope.column(condition.column);
  const { is, present, above, below } = condition;
  if (present !== undefined && present !== (subject !== undefined)) return false;
  if (is === undefined && above === undefined && below === undefined) return true;
  if (subject === undefined) return false;
  if (is !== undefined) {
    const accepted = Array.isArray(is) ? is : [is];
    if (!accepted.some((candidate) => textOf(candidate) === textOf(subject))) return false;
  }
  const number = isInstant(subject) ? subject.epochSeconds : Number(subject);
  return !(above !== undefined && !(number > above)) && !(below !== undefined && !(number < below));
}
