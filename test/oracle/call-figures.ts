import { quotient, total } from './rounding.ts';
import type { EndedCall, Rating } from './versioned-records.ts';

export function withStatus(calls: readonly EndedCall[], ...statuses: string[]): EndedCall[] {
  return calls.filter(({ status }) => statuses.includes(status));
}

export function averageDuration(calls: readonly EndedCall[]): number | null {
  const values = withStatus(calls, 'completed').flatMap(({ duration }) => duration ?? []);
  return quotient(total(values), values.length, 0);
}

export function averageWait(calls: readonly EndedCall[]): number | null {
  const values = withStatus(calls, 'completed').flatMap(({ wait }) => wait ?? []);
  return quotient(total(values), values.length, 0);
}

export function averageRating(ratings: readonly Rating[]): number | null {
  return quotient(total(ratings.map(({ rating }) => rating)), ratings.length, 1);
}

export function satisfaction(ratings: readonly Rating[]): number | null {
  return percentage(ratings.filter(({ rating }) => rating >= 4).length, ratings.length);
}

export function percentage(part: number, whole: number): number | null {
  return quotient(part * 100, whole, 1);
}

/** Fractions of small whole numbers: equal ones come out as equal binary fractions. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : total(values) / values.length;
}
