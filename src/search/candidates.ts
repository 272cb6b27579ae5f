import { keyedHash, type TenantKeys } from '../facts/keys.ts';
import { phoneSuffixHash } from '../facts/phone.ts';
import { compareCodePoints } from '../metrics/order.ts';
import { type Query, statement } from '../store/statement.ts';
import type { Period } from '../time/period.ts';
import { digitsOf, type Term } from './term.ts';

/** A call whose number may be what is looked for: equal hashes are equal numbers. Seconds UTC. */
export interface Candidate {
  id: string;
  started_at: number;
  phone_hash: string;
}

/** Everything is in the index, so that a candidate costs one row. */
const candidatesBy = (index: string, column: string) =>
  statement<Candidate>(`
    SELECT id, started_at, phone_hash FROM interactions INDEXED BY ${index}
    WHERE tenant = ?1 AND is_call = 1 AND ${column} = ?2 AND started_at >= ?3 AND started_at < ?4
      AND (?5 IS NULL OR phone_hash = ?5)`);
const BY_4 = candidatesBy('calls_by_phone', 'phone_last4');
const BY_7 = candidatesBy('calls_by_longer_phone', 'phone_last7');

/** The queries for candidates of `period`: one for each secret that numbers may be hashed with. */
export function candidateQueries(term: Term, { start, end }: Period, keys: TenantKeys): Query<Candidate>[] {
  const digits = digitsOf(term);
  const [candidates, length] = digits.length >= 7 ? ([BY_7, 7] as const) : ([BY_4, 4] as const);
  return [keys, ...(keys.previous ? [keys.previous] : [])].map((each) =>
    candidates.with(
      phoneSuffixHash(each, digits, length),
      start,
      end,
      term.kind === 'whole' ? keyedHash(each, 'phone-whole', term.e164) : null,
    ),
  );
}

/** Newest first, of one second by id. */
export function newestFirst(candidates: readonly Candidate[]): Candidate[] {
  return candidates.toSorted((a, b) => b.started_at - a.started_at || compareCodePoints(a.id, b.id));
}
