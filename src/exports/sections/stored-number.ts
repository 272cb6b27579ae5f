/** Stored scores are integer ten-thousandths, stored money integer millionths of a dollar. */
export const TEN_THOUSANDTHS = 10_000;
export const MILLIONTHS = 1_000_000;

/** A stored integer in its unit, exact; null where it is absent. */
export function inUnits(value: number | undefined, parts: number): number | null {
  return value === undefined ? null : value / parts;
}
