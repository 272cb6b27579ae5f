/** An exact quotient of integers; without a value if the denominator is 0. */
export interface Fraction {
  numerator: number;
  denominator: number;
}

/**
 * The value times `factor`, rounded half away from zero to `decimals`. Computed in integers. Null if the denominator is
 * 0.
 */
export function rounded({ numerator, denominator }: Fraction, decimals: number, factor = 1): number | null {
  if (denominator === 0) return null;
  const scale = 10n ** BigInt(decimals);
  const over = BigInt(numerator) * BigInt(factor) * scale * 2n;
  const under = BigInt(denominator);
  const magnitude = ((over < 0n ? -over : over) + under) / (2n * under);
  const value = Number(magnitude) / Number(scale);
  return over < 0n && value !== 0 ? -value : value;
}

/** Orders by exact value, ascending; fractions without a value come last. Denominators must not be negative. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.denominator === 0 || b.denominator === 0)
    return Number(a.denominator === 0) - Number(b.denominator === 0);
  const left = BigInt(a.numerator) * BigInt(b.denominator);
  const right = BigInt(b.numerator) * BigInt(a.denominator);
  return left < right ? -1 : left > right ? 1 : 0;
}

/** a − b; without a value if either has none. */
export function minus(a: Fraction, b: Fraction): Fraction {
  return {
    numerator: a.numerator * b.denominator - b.numerator * a.denominator,
    denominator: a.denominator * b.denominator,
  };
}
