import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { keyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';
import { phoneEndingHash } from '../privacy/sealing/phone.ts';
import { compareCodePoints } from '../query/ranking.ts';
import type { Period } from '../time/period.ts';
import type { Term } from './term.ts';

const statement = statementsIn('search');

/** A call whose phone number matches by its hash. Instants in seconds UTC. */
export interface Candidate {
  id: string;
  started_at: number;
}

/** The index contains every column, so that a candidate costs one row read and other calls cost none. */
const candidatesBy = (index: string, column: string) =>
  statement<Candidate>(`
    SELECT id, started_at FROM interactions INDEXED BY ${index}
    WHERE tenant = ?1 AND ${column} = ?2 AND is_call = 1 AND started_at >= ?3 AND started_at < ?4`);
const BY_ENDING = candidatesBy('calls_by_phone_ending', 'phone_last4');
/** By the hash of the whole number only: near matches cost nothing, so that the cost reveals nothing about them. */
const BY_NUMBER = candidatesBy('interactions_by_phone', 'phone_hash');

/** The queries for candidates in `period`: one per secret with which numbers may be hashed. */
export function candidateQueries(
  term: Term,
  { start, end }: Period,
  keys: TenantKeys,
): BoundStatement<Candidate>[] {
  return [keys, ...(keys.previous ? [keys.previous] : [])].map((each) =>
    term.kind === 'whole'
      ? BY_NUMBER.with(keyedHash(each, 'phone-whole', term.number), start, end)
      : BY_ENDING.with(phoneEndingHash(each, term.digits), start, end),
  );
}

/** Sorts newest first, then by id. */
export function newestFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => b.started_at - a.started_at || compareCodePoints(a.id, b.id));
}
