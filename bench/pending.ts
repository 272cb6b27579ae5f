import { referenceDay } from './reference/day.ts';
import type { RawRecord } from './reference/organisation.ts';
import { type BenchTenant, ndjson } from './tenant.ts';

const BATCH = 50;
/** A changed call is logged together with up to two calls that have it as their previous call. */
const ROWS_A_RECORD = 3;

export interface Pending {
  /** Calls that were sent with changes. */
  records: number;
  /** Rows in the change log. */
  rows: number;
}

/**
 * Sends longer calls of the last days, newest first, until about `target` changes are pending. The queue must be held.
 */
export async function* changeCalls(
  tenant: BenchTenant,
  lastDay: number,
  calls: number,
  targets: readonly number[],
): AsyncGenerator<Pending> {
  const changed = changedCalls(lastDay, calls);
  const pending: Pending = { records: 0, rows: 0 };
  for (const target of targets) {
    for (let room = target - pending.rows; room >= ROWS_A_RECORD; room = target - pending.rows) {
      const length = Math.min(BATCH, Math.floor(room / ROWS_A_RECORD));
      await tenant.ingest(ndjson(Array.from({ length }, () => changed.next().value as RawRecord)));
      pending.records += length;
      pending.rows = (await tenant.bench<{ pending: number }>('backlog')).data.pending;
    }
    yield { ...pending };
  }
}

function* changedCalls(lastDay: number, calls: number): Generator<RawRecord> {
  for (let day = lastDay; ; day -= 1) {
    for (const record of referenceDay({ day, calls, phones: 'some' })) {
      const isCompletedCall = record.kind === 'call' && record.status === 'completed';
      if (isCompletedCall) yield { ...record, duration_seconds: (record.duration_seconds as number) + 60 };
    }
  }
}
