import type { DimensionNames } from './dimension-names.ts';
import { compareFractions } from './fraction.ts';
import { listed, type Member, othersLast } from './listed.ts';
import { evaluate, type MeasureInput } from './measures.ts';
import { compareCodePoints } from './order.ts';
import { type MetricsQuery, type QueryResult, valuesIn } from './query.ts';

/** What quality reviews are listed by. */
export type ReviewDimension = 'campaign' | 'call_center' | 'agent';

type Scope = Pick<MetricsQuery, 'period' | 'filter' | 'inputs'>;

/** A member with the reviews of its interactions. */
export type Reviewed = Member;

/** The query for each member's reviews; where the filter names the one member, for its total. */
export function reviewedQuery(of: ReviewDimension, scope: Scope): MetricsQuery {
  return { ...scope, by: scope.filter[of] === undefined ? { kind: 'members', of } : { kind: 'total' } };
}

/** The members in the answer to `reviewedQuery` that have a review: most first, ties by name, then id; all others last. */
export function reviewedIn(
  result: QueryResult,
  of: ReviewDimension,
  { filter }: Scope,
  names: DimensionNames,
): Reviewed[] {
  const only = filter[of];
  const groups = only === undefined ? result : new Map([[only, valuesIn(result)]]);
  return listed(groups, names)
    .filter(({ figures }) => figures('reviews') > 0)
    .sort((a, b) => othersLast(a, b) || byCount('reviews', a, b) || byName(a, b));
}

/** The member with most completed reviews, ties by higher average score, name and id; undefined without any. */
export function topReviewed(reviewed: readonly Reviewed[]): Reviewed | undefined {
  const completed = reviewed.filter(({ figures, isOther }) => !isOther && figures('reviews_completed') > 0);
  return completed.sort((a, b) => byCount('reviews_completed', a, b) || byScore(a, b) || byName(a, b))[0];
}

function byCount(input: MeasureInput, a: Reviewed, b: Reviewed): number {
  return b.figures(input) - a.figures(input);
}

function byScore(a: Reviewed, b: Reviewed): number {
  return compareFractions(evaluate('review_avg_score', b.figures), evaluate('review_avg_score', a.figures));
}

function byName(a: Reviewed, b: Reviewed): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}
