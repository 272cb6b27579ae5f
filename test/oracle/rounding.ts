/** over / under of whole numbers with so many decimals, half away from zero; null over nothing. */
export function quotient(over: number, under: number, decimals: number): number | null {
  if (under === 0) return null;
  const scaled = BigInt(Math.abs(over)) * 10n ** BigInt(decimals);
  const [whole, rest] = [scaled / BigInt(under), scaled % BigInt(under)];
  const units = rest * 2n >= BigInt(under) ? whole + 1n : whole;
  const value = Number(units) / 10 ** decimals;
  return over < 0 && units > 0n ? -value : value;
}

export function total(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0);
}

/** By code point. */
export function order(a: string, b: string): number {
  const [left, right] = [Array.from(a), Array.from(b)];
  for (let at = 0; at < Math.min(left.length, right.length); at += 1) {
    const difference = left[at]!.codePointAt(0)! - right[at]!.codePointAt(0)!;
    if (difference !== 0) return difference;
  }
  return left.length - right.length;
}

/** Items under each key that one of them has. */
export function grouped<Item>(items: readonly Item[], key: (item: Item) => unknown): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const name = key(item);
    if (typeof name === 'string') groups.set(name, [...(groups.get(name) ?? []), item]);
  }
  return groups;
}
