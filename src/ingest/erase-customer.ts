import type { AuditActor } from '../audit/entry.ts';
import type { TenantStore } from '../db/tenant-store.ts';
import { InvalidInput } from '../errors.ts';
import type { ParseContext } from '../records/context.ts';
import { readErasure } from '../records/customer-erasure.ts';
import { storeRecords } from './store-records.ts';

/**
 * Takes away everything personal that is stored of a customer, in one transaction, with its audit entry. `id`
 * is as interactions name the customer; an unknown one is remembered for records that come late. InvalidInput
 * for a number or address that no interaction could have.
 */
export async function eraseCustomer(
  store: TenantStore,
  id: string,
  context: ParseContext,
  actor: AuditActor,
): Promise<void> {
  const erasure = readErasure(id, context);
  if (Array.isArray(erasure)) {
    throw new InvalidInput(
      'The id is no usable phone number or e-mail address.',
      erasure.map(({ message }) => ({ path: 'id', message })),
    );
  }
  await storeRecords(store, [erasure], { keys: context.keys, now: context.now, actor });
}
