/** Counts of an import so far, over all its runs. */
export interface Tally {
  rows: number;
  /** Rows left out, by rule. */
  skipped: Record<string, number>;
  /** Rows rejected because of the mapping or the shape of the file. */
  rejectedRows: number;
  /** Records sent, by type. */
  sent: Record<string, number>;
  created: number;
  updated: number;
  unchanged: number;
  stale: number;
  deleted: number;
  /** Records that the server rejected. */
  rejectedRecords: number;
  retries: number;
}

/** A tally of zeros. */
export function emptyTally(): Tally {
  return {
    rows: 0,
    skipped: {},
    rejectedRows: 0,
    sent: {},
    created: 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    deleted: 0,
    rejectedRecords: 0,
    retries: 0,
  };
}

/** Adds the counts of a batch to the total. */
export function addTally(total: Tally, batch: Tally): Tally {
  return {
    rows: total.rows + batch.rows,
    skipped: addCounts(total.skipped, batch.skipped),
    rejectedRows: total.rejectedRows + batch.rejectedRows,
    sent: addCounts(total.sent, batch.sent),
    created: total.created + batch.created,
    updated: total.updated + batch.updated,
    unchanged: total.unchanged + batch.unchanged,
    stale: total.stale + batch.stale,
    deleted: total.deleted + batch.deleted,
    rejectedRecords: total.rejectedRecords + batch.rejectedRecords,
    retries: total.retries + batch.retries,
  };
}

/** Increments the count of a name. */
export function countIn(counts: Record<string, number>, name: string): void {
  counts[name] = (counts[name] ?? 0) + 1;
}

function addCounts(left: Record<string, number>, right: Record<string, number>): Record<string, number> {
  const sum = { ...left };
  for (const [name, count] of Object.entries(right)) sum[name] = (sum[name] ?? 0) + count;
  return sum;
}

/** The tally as lines for people. */
export function describeTally(tally: Tally): string {
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const rows: [string, number][] = [
    ['rows read', tally.rows],
    ['rows skipped', sum(tally.skipped)],
    ...Object.entries(tally.skipped).map(([rule, count]): [string, number] => [`  ${rule}`, count]),
    ['rows rejected', tally.rejectedRows],
    ['records sent', sum(tally.sent)],
    ...Object.entries(tally.sent).map(([type, count]): [string, number] => [`  ${type}`, count]),
    ['created', tally.created],
    ['updated', tally.updated],
    ['unchanged', tally.unchanged],
    ['stale', tally.stale],
    ...(tally.deleted > 0 ? [['deleted', tally.deleted] satisfies [string, number]] : []),
    ['records rejected', tally.rejectedRecords],
    ['requests retried', tally.retries],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  return rows.map(([label, count]) => `${label.padEnd(width)}  ${String(count).padStart(9)}`).join('\n');
}
