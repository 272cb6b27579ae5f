/** `value` (≥ 0) as an integer of 10^−`decimals`, rounded half away from zero as written in decimal, not in binary. */
export function scaledDecimal(value: number, decimals: number): number {
  const scaled = value * 10 ** decimals;
  if (Number.isInteger(scaled)) return Math.abs(scaled);
  const [digits, exponent = '0'] = String(value).split('e');
  return Math.round(Number(`${digits}e${Number(exponent) + decimals}`));
}
