/** Scores are stored as integer ten-thousandths, money as integer millionths of a dollar. */
export const TEN_THOUSANDTHS = 10_000;
export const MILLIONTHS = 1_000_000;

/** Converts a stored integer to its unit, exactly; null if absent. */
export function inUnits(value: number | undefined, parts: number): number | null {
  return value === undefined ? null : value / parts;
}
