import type { OracleCall, OracleRating } from './versioned-records.ts';

export function withStatus(calls: readonly OracleCall[], ...statuses: string[]): OracleCall[] {
  return calls.filter(({ status }) => statuses.includes(status));
}

export function averageDuration(calls: readonly OracleCall[]): number | null {
  const values = withStatus(calls, 'completed').flatMap(({ duration }) => duration ?? []);
  return quotient(sum(values), values.length, 0);
}

export function averageWait(calls: readonly OracleCall[]): number | null {
  const values = withStatus(calls, 'completed').flatMap(({ wait }) => wait ?? []);
  return quotient(sum(values), values.length, 0);
}

export function averageRating(ratings: readonly OracleRating[]): number | null {
  return quotient(sum(ratings.map(({ rating }) => rating)), ratings.length, 1);
}

export function satisfaction(ratings: readonly OracleRating[]): number | null {
  return percentage(ratings.filter(({ rating }) => rating >= 4).length, ratings.length);
}

export function percentage(part: number, whole: number): number | null {
  return quotient(part * 100, whole, 1);
}

/** over / under with so many decimals, half away from zero, in whole numbers; null over nothing. */
function quotient(over: number, under: number, decimals: number): number | null {
  if (under === 0) return null;
  const scale = 10 ** decimals;
  const doubled = 2 * over * scale + under;
  return (doubled - (doubled % (2 * under))) / (2 * under) / scale;
}

export function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

/** Fractions of small whole numbers: equal ones come out as equal binary fractions. */
export function mean(values: readonly number[]): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}
