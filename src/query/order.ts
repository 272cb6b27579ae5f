/** Orders by Unicode code point. Comparing with `<` orders by UTF-16 unit, which differs beyond the BMP. */
export function compareCodePoints(a: string, b: string): number {
  const right = b[Symbol.iterator]();
  for (const left of a) {
    const { value, done } = right.next();
    if (done) return 1;
    if (left !== value) return left.codePointAt(0)! - value.codePointAt(0)!;
  }
  return right.next().done ? 0 : -1;
}
