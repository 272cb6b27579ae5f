import type { Measured } from '../measure.ts';
import { itemsIn, type Read } from '../reads.ts';

const ROWS_A_DAY = 2;
const ROWS_A_READ = 20;

/** Rows that a read of `days` settled days may read. */
export function settledAllowance(days: number): number {
  return ROWS_A_DAY * days + ROWS_A_READ;
}

/** Rows that this read may read according to the targets; `days` is the length of its period. */
export function allowance({ kind, hasPeriod }: Read, measured: Measured, days: number): number {
  if (kind === 'search') return searchAllowance(measured);
  return settledAllowance(hasPeriod ? days : 0) + (kind === 'list' ? 4 * itemsIn(measured.body) : 0);
}

/** Rows that a phone search may read. */
export function searchAllowance(measured: Measured): number {
  return 10 + 2 * matchesOf(measured);
}

/** Total number of calls that a phone search found; the response may show fewer. */
export function matchesOf({ body }: Measured): number {
  return (body as { total_count?: number } | null)?.total_count ?? 0;
}

/** The allowance as a formula for the report. */
export function allowanceFormula({ kind, hasPeriod }: Read): string {
  if (kind === 'search') return '10 + 2 a match';
  const base = hasPeriod ? '2 N + 20' : '20';
  return kind === 'list' ? `${base} + 4 an item` : base;
}
