import { BOUNDS } from '../bounds.ts';
import { type BoundStatement, statementsIn } from '../db/statement.ts';
import { invalidInput } from '../error-list.ts';
import type { InvalidInput } from '../errors.ts';
import type { PhoneHome } from '../phones/numbering-plans.ts';
import { readPhone } from '../phones/read-phone.ts';
import { keyedHash, type TenantKeys } from '../privacy/sealing/keys.ts';

/** What to search for: one whole number as stored, or all numbers that end with these four digits. */
export type Term = { kind: 'whole'; number: string } | { kind: 'ending'; digits: string };

const ENDING = /^\d{4}$/;
/** What a search accepts, for documentation and error messages. */
export const ACCEPTED_TERM =
  'exactly four digits for all numbers that end with them, or one whole number that can be dialled from outside, spelled as in any record';

/**
 * Parses a search term. Exactly four digits are an ending; anything else must be a whole number, read as ingest reads it
 * for a tenant at `home`. A leading space is a `+` that was not URL-encoded. Throws InvalidInput, without the term in
 * its message.
 */
export function readTerm(text: string, home: PhoneHome = {}): Term {
  const sent = text.replace(/^ /, '+').trimEnd();
  if (ENDING.test(sent)) return { kind: 'ending', digits: sent };
  const reading = readPhone(sent, home);
  if (reading.kind === 'number') return { kind: 'whole', number: reading.number };
  throw refused();
}

/** Whether a stored number matches the term. */
export function matchesTerm(term: Term, number: string): boolean {
  return term.kind === 'whole' ? number === term.number : number.endsWith(term.digits);
}

/** The digits with which every match ends: four, or those of the whole number. */
export function digitsOf(term: Term): string {
  return term.kind === 'whole' ? term.number.replace('+', '') : term.digits;
}

function refused(): InvalidInput {
  return invalidInput('The query', [{ path: 'phone', message: `Must be ${ACCEPTED_TERM}.` }]);
}

const statement = statementsIn('search');

const DAY_SECONDS = 86_400;
const HOUR_SECONDS = 3_600;
/** Different terms of one user that cause a warning: in an hour, and in 24 hours with the same last four digits. */
const MANY_OF_HOUR = 20;
const MANY_OF_ENDING = 5;

/** The first use of a term by a user within 24 hours; `at` in seconds UTC. */
export interface NewTerm {
  at: number;
  term_hash: string;
  ending_hash: string;
}

const TERMS = statement<NewTerm>(`
  SELECT e.at AS at, e.details ->> '$.term_hash' AS term_hash, e.details ->> '$.ending_hash' AS ending_hash
  FROM audit_log e INDEXED BY audit_log_new_terms
  WHERE e.tenant = ?1 AND e.actor_id = ?2 AND e.at > ?3
    AND e.action = 'phone_search' AND e.details ->> '$.new_term' = 1
  ORDER BY e.at`);

/** The query for the different terms that an actor has searched for in the last 24 hours; `now` in seconds UTC. */
export function termsOfDay(actorId: string, now: number): BoundStatement<NewTerm> {
  return TERMS.with(actorId, now - DAY_SECONDS);
}

/** Keyed hashes of a term and of its last four digits. */
export interface TermHashes {
  term: string;
  ending: string;
}

/** The hashes of a term under the current secret. */
export function termHashes(keys: TenantKeys, term: Term): TermHashes {
  const digits = digitsOf(term);
  const text = term.kind === 'whole' ? term.number : `…${digits}`;
  return {
    term: keyedHash(keys, 'search-term', text),
    ending: keyedHash(keys, 'search-term', `…${digits.slice(-4)}`),
  };
}

/** A search compared with what its user has searched for within 24 hours. */
export interface TermStanding {
  /** Whether the term counts against the quota; repeated terms do not. */
  isNew: boolean;
  /** Seconds until a new term is allowed; undefined if the search may run. */
  retryAfterSeconds?: number;
  /** Present if the numbers, including this search, cause a warning. */
  warning?: { terms_of_hour: number; terms_of_ending: number };
}

/**
 * Compares a term with those of the last 24 hours; `now` in seconds UTC. Concurrent searches may all pass as the last
 * one allowed.
 */
export function standingOf(
  used: readonly NewTerm[],
  keys: TenantKeys,
  term: Term,
  now: number,
): TermStanding {
  const own = [keys, ...(keys.previous ? [keys.previous] : [])].map((each) => termHashes(each, term));
  const isKnown = used.some(({ term_hash }) => own.some((hashes) => hashes.term === term_hash));
  if (isKnown) return { isNew: false };
  const freeing = used[used.length - BOUNDS.searchTerms.value];
  if (freeing) return { isNew: true, retryAfterSeconds: Math.max(1, freeing.at + DAY_SECONDS - now) };
  const terms_of_hour = 1 + used.filter(({ at }) => at > now - HOUR_SECONDS).length;
  const sameEnding = used.filter(({ ending_hash }) => own.some(({ ending }) => ending === ending_hash));
  const terms_of_ending = 1 + sameEnding.length;
  const isMuch = terms_of_hour >= MANY_OF_HOUR || terms_of_ending >= MANY_OF_ENDING;
  return { isNew: true, ...(isMuch && { warning: { terms_of_hour, terms_of_ending } }) };
}
