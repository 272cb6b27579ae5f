import type { IngestMeasured } from '../ingest.ts';
import type { StorageMeasured } from '../storage.ts';
import { count, table } from './format.ts';

/** What a set of records takes up. */
export interface Stored extends StorageMeasured {
  of: string;
}

/** Bytes of the facts and their indexes, per interaction. */
export function bytesEach({ facts, indexes, interactions }: Stored): number {
  return (facts + indexes) / interactions;
}

/** The rows that ingest and refreshes write, and how fast. */
export function ingestTable({ paced, fast }: IngestMeasured): string {
  const head = [
    'a day of 10,000 calls',
    'records',
    'records/s',
    'rows written',
    'a call',
    'a record',
    '503s',
  ];
  const line = (name: string, records: number, speed: string, written: number, refusals = '') => [
    name,
    count(records),
    speed,
    count(written),
    (written / paced.calls).toFixed(1),
    (written / records).toFixed(1),
    refusals,
  ];
  return table(head, [
    line('paced: ingest', paced.records, '', paced.ingestWritten),
    line(`paced: ${paced.refreshes} refreshes`, paced.records, '', paced.refreshWritten),
    line('paced: in all', paced.records, '', paced.ingestWritten + paced.refreshWritten),
    ...fast.map(({ senders, records, seconds, rowsWritten, refusals }) =>
      line(`fast: ${senders} at once`, records, count(records / seconds), rowsWritten, count(refusals)),
    ),
  ]);
}

/** The bytes of each interaction. */
export function storageTable(stored: readonly Stored[]): string {
  const head = [
    'stored',
    'interactions',
    'bytes each',
    'of facts',
    'of indexes',
    'of aggregates and the rest',
    'rows that spill',
  ];
  const rows = stored.map((each) => [
    each.of,
    count(each.interactions),
    count(bytesEach(each)),
    count(each.facts / each.interactions),
    count(each.indexes / each.interactions),
    count(each.rest / each.interactions),
    `${((100 * each.spilled) / each.interactions).toFixed(1)} %`,
  ]);
  return table(head, rows);
}
