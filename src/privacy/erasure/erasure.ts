import { pseudonym, storedIds } from '../../records/customer.ts';
import { factsDigest } from '../../records/digest.ts';
import type { InteractionRecord } from '../../records/types.ts';
import { keyedHash, secretsOf, type TenantKeys } from '../sealing/keys.ts';

/** Prefix of the pseudonyms of erased customers. */
export const ERASED_PREFIX = 'erased-';

const PSEUDONYM_BYTES = 16;

/** A pseudonym that cannot be traced back, even with the data secret: `erased-` and 22 random base64url characters. */
export function randomPseudonym(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(PSEUDONYM_BYTES));
  return ERASED_PREFIX + Buffer.from(bytes).toString('base64url');
}

/** The keyed hashes that recognise an erased customer, that of the current data secret first. */
export function erasedHashes(keys: TenantKeys, customerId: string): string[] {
  return secretsOf(keys).map((secret) => keyedHash(secret, 'erased-customer', customerId));
}

/** The hashes under which an erasure of the record's customer may be remembered. */
export function erasedHashesOf(keys: TenantKeys, { body, personal }: InteractionRecord): string[] {
  if (body.customer_id === undefined) return [];
  return storedIds(keys, body.customer_id, personal).flatMap((id) => erasedHashes(keys, id));
}

/**
 * The hashes under which an erasure of the record's number may be remembered; none if the customer id derives from it.
 */
export function erasedNumberHashesOf(keys: TenantKeys, { body, personal }: InteractionRecord): string[] {
  if (personal.phone === undefined) return [];
  const ids = secretsOf(keys).flatMap((secret) => pseudonym(secret, personal.phone, undefined) ?? []);
  const isOwnId = body.customer_id !== undefined && ids.includes(body.customer_id);
  return isOwnId ? [] : ids.flatMap((id) => erasedHashes(keys, id));
}

/** The record without what must be erased, under `pseudonym` if one is given. */
export function forgetful(record: InteractionRecord, pseudonym?: string): InteractionRecord {
  const { phone: _phone, transcript: _transcript, ...rest } = record;
  const body = pseudonym === undefined ? record.body : { ...record.body, customer_id: pseudonym };
  return { ...rest, digest: factsDigest(record.digest), body, personal: {}, forgotten: true };
}
