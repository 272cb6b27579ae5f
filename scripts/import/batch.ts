import type { OutgoingRecord, RowResult } from './row-mapper.ts';
import type { FileRow } from './rows.ts';
import { countIn, emptyTally, type Tally } from './tally.ts';

const MAX_RECORDS = 1_000;
/** Below the server's 4 MiB, with room for proxies that have a smaller limit. */
const MAX_BYTES = 3_500_000;
/** Rows without records must end a batch, too, so that progress is saved. */
const MAX_ROWS = 20_000;

/** A rejected row or record, for the rejects file. */
export interface Reject {
  line: number;
  type: string;
  id: string;
  path: string;
  reason: string;
  raw: string;
}

/** A record as a line of NDJSON, with the row that it comes from. */
export interface Entry {
  json: string;
  type: string;
  id: string;
  line: number;
  raw: string;
}

/** The rows up to `line`: their records, ready to send, and the results known so far. */
export interface Batch {
  line: number;
  bytes: number;
  entries: Entry[];
  rejects: Reject[];
  tally: Tally;
}

/** Groups rows into batches that fit into one request. The records of a row stay together. */
export class Batcher {
  #batch: Batch = emptyBatch();
  #size = 0;

  /** Adds a row and its result. Returns the previous batch if the row does not fit into it. */
  add(row: FileRow, result: RowResult): Batch | undefined {
    const entries = result.kind === 'records' ? result.records.map((record) => entryOf(record, row)) : [];
    const size = entries.reduce((total, { json }) => total + Buffer.byteLength(json) + 1, 0);
    const { tally } = this.#batch;
    const full =
      tally.rows >= MAX_ROWS ||
      this.#batch.entries.length + entries.length > MAX_RECORDS ||
      this.#size + size > MAX_BYTES;
    const finished = full && tally.rows > 0 ? this.take() : undefined;
    this.#size += size;
    this.#note(row, result, entries);
    return finished;
  }

  /** Returns the current batch and starts a new one. */
  take(): Batch {
    const batch = this.#batch;
    this.#batch = emptyBatch();
    this.#size = 0;
    return batch;
  }

  #note(row: FileRow, result: RowResult, entries: Entry[]): void {
    const batch = this.#batch;
    batch.line = row.line;
    batch.bytes = row.bytes;
    batch.tally.rows += 1;
    batch.entries.push(...entries);
    for (const { type } of entries) countIn(batch.tally.sent, type);
    if (result.kind === 'skipped') countIn(batch.tally.skipped, result.rule);
    if (result.kind === 'rejected') {
      batch.tally.rejectedRows += 1;
      batch.rejects.push({
        line: row.line,
        type: '',
        id: '',
        path: result.path,
        reason: result.reason,
        raw: row.raw,
      });
    }
  }
}

function emptyBatch(): Batch {
  return { line: 0, bytes: 0, entries: [], rejects: [], tally: emptyTally() };
}

function entryOf(record: OutgoingRecord, row: FileRow): Entry {
  return {
    json: JSON.stringify(record),
    type: record.type,
    id: record.id ?? '',
    line: row.line,
    raw: row.raw,
  };
}
