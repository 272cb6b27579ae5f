import { compareExact } from './fraction.ts';
import { listed, type Member, othersLast } from './listed.ts';
import { finish, type Term } from './measures.ts';
import type { Directory } from './dimension-names.ts';
import { compareCodePoints } from './order.ts';
import { type Answer, figuresOf, type Question } from './query.ts';

/** What quality reviews are listed by. */
export type ReviewDimension = 'campaign' | 'call_center' | 'agent';

type Scope = Pick<Question, 'period' | 'filter' | 'terms'>;

/** A member with the reviews of its interactions. */
export type Reviewed = Member;

/** The question for each member's reviews; where the filter names the one member, for its total. */
export function reviewedQuestion(of: ReviewDimension, scope: Scope): Question {
  return { ...scope, by: scope.filter[of] === undefined ? { kind: 'members', of } : { kind: 'total' } };
}

/** The members in the answer to `reviewedQuestion` that have a review: most first, ties by name, then id; all others last. */
export function reviewedIn(
  answer: Answer,
  of: ReviewDimension,
  { filter }: Scope,
  directory: Directory,
): Reviewed[] {
  const only = filter[of];
  const groups = only === undefined ? answer : new Map([[only, figuresOf(answer)]]);
  return listed(groups, directory)
    .filter(({ figures }) => figures('reviews') > 0)
    .sort((a, b) => othersLast(a, b) || byCount('reviews', a, b) || byName(a, b));
}

/** The member with most completed reviews, ties by higher average score, name and id; undefined without any. */
export function topReviewed(reviewed: readonly Reviewed[]): Reviewed | undefined {
  const completed = reviewed.filter(({ figures, isOther }) => !isOther && figures('reviews_completed') > 0);
  return completed.sort((a, b) => byCount('reviews_completed', a, b) || byScore(a, b) || byName(a, b))[0];
}

function byCount(term: Term, a: Reviewed, b: Reviewed): number {
  return b.figures(term) - a.figures(term);
}

function byScore(a: Reviewed, b: Reviewed): number {
  return compareExact(finish('review_avg_score', b.figures), finish('review_avg_score', a.figures));
}

function byName(a: Reviewed, b: Reviewed): number {
  return compareCodePoints(a.name, b.name) || compareCodePoints(a.id, b.id);
}
