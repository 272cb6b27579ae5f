import { bytesOf, hexOf } from '../db/binary.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { secretsOf, type TenantKeys } from '../privacy/sealing/keys.ts';
import { numberHashes, phoneEndingHash } from '../privacy/sealing/phone.ts';
import { openPersonal } from '../privacy/sealing/sealed-values.ts';
import { compareCodePoints } from '../query/ranking.ts';
import { bodyOf, readBody } from '../records/stored-body.ts';
import type { Interaction } from '../records/types.ts';
import type { KeyedContext } from '../service-context.ts';
import type { Period } from '../time/period.ts';
import type { Term } from './terms-of-day.ts';

const statement = statementsIn('search');

/** A call whose phone number matches by its hash. Instants in seconds UTC. */
export interface Candidate {
  id: string;
  started_at: number;
}

/** The index contains every column, so that a candidate costs one row read. */
const candidatesSql = (number: string): string => `
  SELECT id, started_at FROM interactions INDEXED BY interactions_by_phone
  WHERE tenant = ?1 AND phone_last4 = ${bytesOf('?2')} ${number} AND is_call = 1 AND started_at >= ?3 AND started_at < ?4`;
/** Reads the calls of other periods too: one row of the index each, a thousandth of what a second index costs a call. */
const BY_ENDING = statement<Candidate>(candidatesSql(''));
/** By the hash of the whole number too: near matches cost nothing, so that the cost reveals nothing about them. */
const BY_NUMBER = statement<Candidate>(candidatesSql(`AND phone_hash = ${bytesOf('?5')}`));

/** The queries for candidates in `period`: one per secret with which numbers may be hashed. */
export function candidateQueries(
  term: Term,
  { start, end }: Period,
  keys: TenantKeys,
): BoundStatement<Candidate>[] {
  if (term.kind === 'whole') {
    return numberHashes(keys, term.number).map(({ last4, whole }) =>
      BY_NUMBER.with(last4, start, end, whole),
    );
  }
  return secretsOf(keys).map((each) => BY_ENDING.with(phoneEndingHash(each, term.digits), start, end));
}

/** Sorts newest first, then by id. */
export function newestFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => b.started_at - a.started_at || compareCodePoints(a.id, b.id));
}

/** A call with its phone number unmasked, only for the duration of a search. */
export interface FoundCall {
  id: string;
  phone: string | undefined;
  body: Interaction;
}

export interface CallRow {
  id: string;
  body: string;
  personal: string | null;
}

/** The maximum number of terms in a compound SELECT of D1. */
const AT_ONCE = 5;
const COLUMNS = `SELECT i.id AS id, ${bodyOf('i')} AS body, ${hexOf('i.personal')} AS personal FROM`;

/** A SELECT per id costs one row read per call; a list of ids in JSON would cost one more row per id. */
const CALLS = statement<CallRow>(
  Array.from(
    { length: AT_ONCE },
    (_, index) => `${COLUMNS} interactions i WHERE i.tenant = ?1 AND i.id = ?${index + 2} AND i.is_call = 1`,
  ).join(' UNION ALL '),
);

/** The queries for calls by id. They return ended calls only. */
export function callQueries(ids: readonly string[]): BoundStatement<CallRow>[] {
  const queries: BoundStatement<CallRow>[] = [];
  for (let from = 0; from < ids.length; from += AT_ONCE) {
    const some = ids.slice(from, from + AT_ONCE);
    queries.push(CALLS.with(...some, ...Array<null>(AT_ONCE - some.length).fill(null)));
  }
  return queries;
}

/**
 * Opens the calls of these rows, by id. Throws if a number was sealed with a secret that is not configured any more.
 */
export async function openCalls(
  { store, keys }: KeyedContext,
  rows: readonly CallRow[],
): Promise<Map<string, FoundCall>> {
  const calls = await Promise.all(
    rows.map(async ({ id, body, personal }): Promise<FoundCall> => {
      const { phone } = await openPersonal(keys, store.tenant, 'interaction', id, personal);
      return { id, phone, body: readBody(body) };
    }),
  );
  return new Map(calls.map((call) => [call.id, call]));
}
