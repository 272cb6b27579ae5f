import { QUERY_FORMAT } from '../query/format.ts';
import { isExactInput } from '../query/measures/histogram-inputs.ts';
import { type Fraction, type Measure, rounded } from '../query/measures.ts';

const EXACT_DECIMALS = 6;
const CHANGE_DECIMALS = 3;

/** A value as its column shows it; null if it has none. `isExact`: with up to six decimals. */
export function shownValue({ unit }: Measure, value: Fraction, isExact: boolean): number | null {
  const { decimals, factor } = QUERY_FORMAT[unit];
  return rounded(value, isExact ? EXACT_DECIMALS : decimals, factor);
}

/**
 * The change from `before` to `now` as a fraction of `before`; null if there is nothing to divide by. Positive means
 * more, also if `before` is negative.
 */
export function shownChange(now: Fraction, before: Fraction, isExact: boolean): number | null {
  if (now.denominator === 0 || before.denominator === 0 || before.numerator === 0) return null;
  const [a, b] = [BigInt(now.numerator), BigInt(now.denominator)];
  const [c, d] = [BigInt(before.numerator), BigInt(before.denominator)];
  const size = c < 0n ? -c : c;
  return roundedQuotient(a * d - c * b, b * size, isExact ? EXACT_DECIMALS : CHANGE_DECIMALS);
}

/** Half away from zero. `under` is positive. */
function roundedQuotient(over: bigint, under: bigint, decimals: number): number {
  const scale = 10n ** BigInt(decimals);
  const size = ((over < 0n ? -over : over) * scale * 2n + under) / (2n * under);
  const value = Number(size) / Number(scale);
  return over < 0n && value !== 0 ? -value : value;
}

/** Whether a measure is exact: percentiles are within 1 %. */
export function isExactMeasure({ numerator, denominator }: Measure): boolean {
  return Object.keys({ ...numerator, ...denominator }).every(isExactInput);
}
