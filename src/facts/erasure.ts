import { keyedHash, type TenantKeys } from './keys.ts';
import { storedIds } from './records/customer.ts';
import type { InteractionRecord } from './types.ts';

/** What every pseudonym of an erased customer begins with. */
export const ERASED_PREFIX = 'erased-';

const PSEUDONYM_BYTES = 16;

/** A pseudonym that nothing leads back from: `erased-` and 22 random characters of base64url. */
export function randomPseudonym(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(PSEUDONYM_BYTES));
  return ERASED_PREFIX + Buffer.from(bytes).toString('base64url');
}

/** The keyed hash that an erased customer is recognised by. */
export function erasedHash(keys: TenantKeys, customerId: string): string {
  return keyedHash(keys, 'erased-customer', customerId);
}

/** The hashes under which an erasure of the record's customer may be remembered, of either data secret. */
export function erasedHashesOf(keys: TenantKeys, { body, personal }: InteractionRecord): string[] {
  if (body.customer_id === undefined) return [];
  const ids = storedIds(keys, body.customer_id, personal);
  const secrets = keys.previous ? [keys, keys.previous] : [keys];
  return secrets.flatMap((secret) => ids.map((id) => erasedHash(secret, id)));
}

/** What is kept of a record once its customer, or its age, is to be forgotten; its digest stays. */
export function forgetful(record: InteractionRecord, pseudonym?: string): InteractionRecord {
  const { phone: _phone, transcript: _transcript, ...rest } = record;
  const body = pseudonym === undefined ? record.body : { ...record.body, customer_id: pseudonym };
  return { ...rest, body, personal: {}, forgotten: true };
}
