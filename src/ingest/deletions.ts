import { type AuditActor, auditQuery } from '../audit/entry.ts';
import type { BoundStatement } from '../db/statement.ts';
import type { FieldError } from '../errors.ts';
import type { Outcome } from '../records/decision.ts';
import type { AcceptedRecord } from '../records/types.ts';

/** What the sender may do besides storing records. */
export interface RemovalRights {
  deleteRecords: boolean;
  eraseCustomers: boolean;
}

/** Returns why the sender may not send `record`, or undefined if it may. */
export function removalRefusal(record: AcceptedRecord, rights: RemovalRights): FieldError | undefined {
  if (!record.deleted) return undefined;
  const isErasure = record.type === 'customer';
  if (isErasure ? rights.eraseCustomers : rights.deleteRecords) return undefined;
  const [act, scope] = isErasure
    ? ['erase customers', 'customers:erase']
    : ['delete records', 'records:delete'];
  return {
    path: 'deleted',
    message: `This credential is not allowed to ${act}. Use an API key with the scope ${scope}.`,
  };
}

/**
 * The audit entry for the records that a request deletes, counted by type, to be written in the same batch. Empty if
 * nothing is deleted. `outcomes` has one element per record; erasures of customers have their own entries. `now` in
 * seconds UTC.
 */
export function deletionEntries(
  records: readonly AcceptedRecord[],
  outcomes: readonly Outcome[],
  actor: AuditActor,
  now: number,
): BoundStatement[] {
  const counts: Record<string, number> = {};
  for (const [index, { type }] of records.entries()) {
    if (type !== 'customer' && outcomes[index] === 'deleted') counts[type] = (counts[type] ?? 0) + 1;
  }
  if (Object.keys(counts).length === 0) return [];
  return [auditQuery({ action: 'records_deleted', actor, details: counts }, now)];
}
