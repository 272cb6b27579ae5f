import type { AuditedContext } from '../audit/entry.ts';
import { invalidInput } from '../error-list.ts';
import { readErasure } from '../records/customer-erasure.ts';
import type { ParseContext } from '../records/define.ts';
import { storeRecords } from './store-records.ts';

/**
 * Erases all stored personal data of a customer in one transaction, together with the audit entry. `id` is the customer
 * id used in interactions; an unknown id is remembered for records that arrive later. Throws InvalidInput for a phone
 * number or e-mail address that no interaction can have.
 */
export async function eraseCustomer(context: AuditedContext & ParseContext, id: string): Promise<void> {
  const erasure = readErasure(id, context);
  if (Array.isArray(erasure)) {
    throw invalidInput(
      'The path',
      erasure.map(({ message }) => ({ path: 'id', message })),
    );
  }
  await storeRecords(context, { records: [erasure] });
}
