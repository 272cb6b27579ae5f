import { BOUNDS } from '../bounds.ts';
import type { TimedContext } from '../db/tenant-store.ts';
import { eventStatements } from '../delivery/event-statements.ts';
import { bytesOf } from '../error-list.ts';
import type { Rejection } from './rejections.ts';

const MOST_RECORDS = BOUNDS.rejectedPerEvent.value;
const MOST_BYTES = BOUNDS.eventBytes.value;
const MOST_ERRORS = 3;
const MOST_CHARACTERS = 100;

/**
 * Makes one event `record.rejected` of a request: how many records were rejected, and the first of them with their first
 * reasons, as its answer has them. Rejected records store nothing, so the event has a transaction of its own.
 */
export async function noteRejected(
  { store, now }: TimedContext,
  { received, rejections }: { received: number; rejections: readonly Rejection[] },
): Promise<void> {
  if (rejections.length === 0) return;
  const records = rejections.slice(0, MOST_RECORDS).map(({ index, type, id, errors }) => ({
    index,
    type,
    id: id === null ? null : id.slice(0, MOST_CHARACTERS),
    errors: errors.slice(0, MOST_ERRORS).map(({ path, message }) => ({
      path: path.slice(0, MOST_CHARACTERS),
      message: message.slice(0, MOST_CHARACTERS),
    })),
  }));
  const data = { received, rejected: rejections.length, records };
  while (bytesOf(data) > MOST_BYTES) records.pop();
  await store.batch(eventStatements({ type: 'record.rejected', at: now, data }));
}
