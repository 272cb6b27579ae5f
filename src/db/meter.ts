/** What a request has cost in D1, from the `meta` of D1's results. */
export interface Meter {
  /** Round trips to D1. */
  trips: number;
  rowsRead: number;
  rowsWritten: number;
  /** Milliseconds spent waiting for D1. */
  milliseconds: number;
}

export function newMeter(): Meter {
  return { trips: 0, rowsRead: 0, rowsWritten: 0, milliseconds: 0 };
}
