/** Inputs of measures that compare a call with other calls of the same customer. */
export type NeighbourInput = typeof CUSTOMER_CALLS | CallsWithin;

/** Calls that returned, or were followed, within so many days; see `callsWithin`. */
export type CallsWithin = `${'returned' | 'followed'}_within_${number}`;

/** Ended calls of known customers. */
export const CUSTOMER_CALLS = 'customer_calls';

/** The longest distance that a query may ask for, in days. */
export const MOST_DAYS = 30;

const QUARTERS_PER_DAY = 96;
const WITHIN = /^(returned|followed)_within_(\d{1,2})$/;

/**
 * The input that counts ended calls of known customers whose customer's previous (`returned`) or next (`followed`) call
 * is at most `days` away. Distances are counted in quarters of an hour of UTC, from the one in which one call started to
 * that of the other, 96 to a day: that is what rollups keep.
 */
export function callsWithin(kind: 'returned' | 'followed', days: number): CallsWithin {
  return `${kind}_within_${days}`;
}

/** What a `callsWithin` counts: how many quarters of an hour there may be between the calls; undefined for others. */
export function withinOf(input: string): { kind: 'returned' | 'followed'; quarters: number } | undefined {
  const [, kind, days] = WITHIN.exec(input) ?? [];
  return kind === undefined
    ? undefined
    : { kind: kind as 'returned' | 'followed', quarters: Number(days) * QUARTERS_PER_DAY };
}

/** Whether an input compares calls of a customer. */
export function isNeighbourInput(input: string): input is NeighbourInput {
  return input === CUSTOMER_CALLS || WITHIN.test(input);
}

/** For how many quarters of an hour after a call its figures may change with further calls; 0 if they do not. */
export function quartersAfter(inputs: readonly string[]): number {
  const waits = inputs.map(withinOf).map((within) => (within?.kind === 'followed' ? within.quarters : 0));
  return Math.max(0, ...waits);
}
