import { shortKeyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';
import type { EvaluationText, PersonalData } from '../privacy/sealing/personal.ts';
import type { Evaluation, Interaction, RecordType } from './types.ts';

/**
 * Digests of records: equal records have equal digests. What is personal is hashed apart from the rest, because
 * a keyed hash over a phone number tells the number to anyone who holds the key and tries all numbers.
 */

const WHOLE_CHARACTERS = 22;
/** The digest of facts comes first: erasure and retention keep it, and cut off the digest of what is personal. */
const FACTS_CHARACTERS = 11;

/** SQL: the part of the digest in `column` that tells nothing personal. */
export function cutDigestSql(column: string): string {
  return `substr(${column}, 1, ${FACTS_CHARACTERS})`;
}

/** SQL: the assignment that leaves nothing personal in the digest of a row. */
export const CUT_DIGEST = `digest = ${cutDigestSql('digest')}`;

/** The digest of a record that holds nothing personal. */
export function plainDigest(keys: TenantKeys, type: RecordType, content: readonly unknown[]): string {
  return hashOf(keys, type, content, WHOLE_CHARACTERS);
}

/** The digest of an interaction. Whose it is counts as personal: the id may be made from a phone number. */
export function interactionDigest(
  keys: TenantKeys,
  id: string,
  { customer_id, ...facts }: Interaction,
  personal: PersonalData,
  transcript: string | undefined,
): string {
  return twoPart(keys, 'interaction', [id, facts], [customer_id, personal, transcript]);
}

/** The digest of an evaluation. Who rated through the API is no part of what a sender sends again. */
export function evaluationDigest(
  keys: TenantKeys,
  id: string,
  interactionId: string,
  { rated_by: _rater, ...body }: Evaluation,
  words: EvaluationText,
): string {
  return twoPart(keys, 'evaluation', [id, interactionId, body], [words]);
}

/** The part of a digest that tells nothing personal. */
export function factsDigest(digest: string): string {
  return digest.slice(0, FACTS_CHARACTERS);
}

/** Whether a stored digest has lost the part that tells what was personal. */
export function isCut(stored: string): boolean {
  return stored.length === FACTS_CHARACTERS;
}

/** Whether a record is stored already: the facts alone decide when nothing personal is kept of it. */
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
  return shortKeyedHash(keys, 'record', JSON.stringify([what, ...content])).slice(0, characters);
}
