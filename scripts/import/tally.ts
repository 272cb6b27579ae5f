import * as z from 'zod';

const count = z.number().int().nonnegative();
const counts = z.record(z.string(), count);
const MOST_WARNINGS = 5;

/** What was cut or left out of a record, as the server says it; the id is null if the record has none. */
const warningSchema = z.object({
  line: count,
  type: z.string(),
  id: z.string().nullable(),
  path: z.string(),
  message: z.string(),
});

/** What became of an import so far, over all its runs: counts, and the first few warnings. */
export const tallySchema = z.object({
  rows: count,
  /** Rows left out, by rule. */
  skipped: counts,
  /** Groups that rows were brought together in; 0 if the mapping has no `group`. */
  groups: count,
  /** Rows or groups rejected because of the mapping or the shape of the file. */
  rejectedRows: count,
  /** Records to send, by type. */
  records: counts,
  /** Ids that came more than once, and the records that were not sent because of that. */
  duplicateIds: count,
  duplicateRecords: count,
  /** Optional fields left out, by name. */
  leftOut: counts,
  created: count,
  updated: count,
  unchanged: count,
  stale: count,
  deleted: count,
  /** Records that the server rejected. */
  rejectedRecords: count,
  /** Records that the server stored after cutting or leaving out a field. */
  warned: count,
  warnings: z.array(warningSchema),
  retries: count,
});

export type Tally = z.output<typeof tallySchema>;

/** A tally of zeros. */
export function emptyTally(): Tally {
  return {
    rows: 0,
    skipped: {},
    groups: 0,
    rejectedRows: 0,
    records: {},
    duplicateIds: 0,
    duplicateRecords: 0,
    leftOut: {},
    created: 0,
    updated: 0,
    unchanged: 0,
    stale: 0,
    deleted: 0,
    rejectedRecords: 0,
    warned: 0,
    warnings: [],
    retries: 0,
  };
}

/** Adds what became of a batch to the total. */
export function addTally(total: Tally, batch: Tally): Tally {
  return {
    rows: total.rows + batch.rows,
    skipped: addCounts(total.skipped, batch.skipped),
    groups: total.groups + batch.groups,
    rejectedRows: total.rejectedRows + batch.rejectedRows,
    records: addCounts(total.records, batch.records),
    duplicateIds: total.duplicateIds + batch.duplicateIds,
    duplicateRecords: total.duplicateRecords + batch.duplicateRecords,
    leftOut: addCounts(total.leftOut, batch.leftOut),
    created: total.created + batch.created,
    updated: total.updated + batch.updated,
    unchanged: total.unchanged + batch.unchanged,
    stale: total.stale + batch.stale,
    deleted: total.deleted + batch.deleted,
    rejectedRecords: total.rejectedRecords + batch.rejectedRecords,
    warned: total.warned + batch.warned,
    warnings: [...total.warnings, ...batch.warnings].slice(0, MOST_WARNINGS),
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

/** The tally as lines for people; zeros that are usual are left out. */
export function describeTally(tally: Tally): string {
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  const parts = (counts: Record<string, number>) =>
    Object.entries(counts).map(([name, number]): [string, number] => [`  ${name}`, number]);
  const ifAny = (label: string, number: number): [string, number][] => (number > 0 ? [[label, number]] : []);
  const rows: [string, number][] = [
    ['rows read', tally.rows],
    ['rows skipped', sum(tally.skipped)],
    ...parts(tally.skipped),
    ...ifAny('groups of rows', tally.groups),
    [tally.groups > 0 ? 'rows or groups rejected' : 'rows rejected', tally.rejectedRows],
    ['records', sum(tally.records)],
    ...parts(tally.records),
    ...ifAny('ids that came more than once', tally.duplicateIds),
    ...ifAny('records left out for them', tally.duplicateRecords),
    ...ifAny('optional fields left out', sum(tally.leftOut)),
    ...parts(tally.leftOut),
    ['created', tally.created],
    ['updated', tally.updated],
    ['unchanged', tally.unchanged],
    ['stale', tally.stale],
    ...ifAny('deleted', tally.deleted),
    ['records rejected', tally.rejectedRecords],
    ['records with warnings', tally.warned],
    ['requests retried', tally.retries],
  ];
  const width = Math.max(...rows.map(([label]) => label.length));
  const lines = rows.map(([label, count]) => `${label.padEnd(width)}  ${String(count).padStart(9)}`);
  return [...lines, ...describeWarnings(tally)].join('\n');
}

function describeWarnings({ warned, warnings }: Tally): string[] {
  if (warnings.length === 0) return [];
  const heading = warned > warnings.length ? 'The first warnings:' : 'Warnings:';
  const lines = warnings.map(
    ({ line, type, id, path, message }) => `  line ${line}, ${type} ${id ?? ''}: ${path}: ${message}`,
  );
  return [heading, ...lines];
}
