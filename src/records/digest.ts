import { keyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { EvaluationText, PersonalData } from '../privacy/sealing/personal.ts';
import type { Evaluation, Interaction, RecordType } from './types.ts';

/**
 * Digests of records: equal records have equal digests. Personal data is hashed separately from the rest, because
 * a holder of the key could find a phone number from its hash by trying all numbers.
 */

/** As hexadecimal text; 16 bytes in the database. */
const WHOLE_CHARACTERS = 32;
/** The digest of the facts comes first: erasure and retention keep it and cut off the digest of the personal data. */
const FACTS_CHARACTERS = 16;

/** SQL: the part of the stored digest (bytes) that does not depend on personal data. A tombstone has none at all. */
export function cutDigestSql(digest: string): string {
  return `coalesce(substr(${digest}, 1, ${FACTS_CHARACTERS / 2}), x'')`;
}

/** SQL: the assignment that cuts the personal part off the digest of a row. */
export const CUT_DIGEST = `digest = ${cutDigestSql('digest')}`;

/** The digest of a record without personal data. */
export function plainDigest(keys: TenantKeys, type: RecordType, content: readonly unknown[]): string {
  return hashOf(keys, type, content, WHOLE_CHARACTERS);
}

/** The digest of an interaction. The customer id counts as personal: it may be derived from a phone number. */
export function interactionDigest(
  keys: TenantKeys,
  id: string,
  { customer_id, ...facts }: Interaction,
  personal: PersonalData,
  transcript: string | undefined,
): string {
  return twoPart(keys, 'interaction', [id, facts], [customer_id, personal, transcript]);
}

/** The digest of an evaluation. Excludes who rated through the API, which a sender does not send again. */
export function evaluationDigest(
  keys: TenantKeys,
  id: string,
  interactionId: string,
  { rated_by: _rater, ...body }: Evaluation,
  words: EvaluationText,
): string {
  return twoPart(keys, 'evaluation', [id, interactionId, body], [words]);
}

/** The part of a digest that does not depend on personal data. */
export function factsDigest(digest: string): string {
  return digest.slice(0, FACTS_CHARACTERS);
}

/** Whether the personal part of a stored digest was cut off. */
export function isCut(stored: string): boolean {
  return stored.length === FACTS_CHARACTERS;
}

/** Whether a sent record equals the stored one. If its personal data was deleted, only the facts are compared. */
export function isSameContent(stored: string, sent: string): boolean {
  return isCut(stored) ? factsDigest(sent) === stored : stored === sent;
}

function twoPart(
  keys: TenantKeys,
  type: RecordType,
  facts: readonly unknown[],
  personal: readonly unknown[],
): string {
  const rest = WHOLE_CHARACTERS - FACTS_CHARACTERS;
  return hashOf(keys, type, facts, FACTS_CHARACTERS) + hashOf(keys, `${type} personal`, personal, rest);
}

function hashOf(keys: TenantKeys, what: string, content: readonly unknown[], characters: number): string {
  return keyedHash(keys, 'record', JSON.stringify([what, ...content])).slice(0, characters);
}
