import { invalidInput } from '../error-list.ts';
import type { InvalidInput } from '../errors.ts';
import { readPhone } from '../privacy/sealing/phone.ts';

/** What to search for: one whole number as stored, or all numbers that end with these four digits. */
export type Term = { kind: 'whole'; number: string } | { kind: 'ending'; digits: string };

const ENDING = /^\d{4}$/;
const SEPARATORS = /[\s().\-/]/g;
/** Shorter national digits are not a subscriber's number, whatever the calling code. */
const NATIONAL = /^\d{7,15}$/;
/** What a search accepts, for documentation and error messages. */
export const ACCEPTED_TERM =
  'exactly four digits for all numbers that end with them, or one whole number: with + or 00 and its calling code, or seven or more national digits, which are completed by the country_code of the tenant';

/**
 * Parses a search term. Exactly four digits are an ending; anything else must be a whole number in a format that ingest
 * accepts, with the tenant's calling code `countryCode`. A leading space is a `+` that was not URL-encoded. Without a
 * calling code, national digits are used as they are. Throws InvalidInput, without the term in its message.
 */
export function readTerm(text: string, countryCode?: string): Term {
  const sent = text.replace(/^ /, '+').trimEnd();
  if (ENDING.test(sent)) return { kind: 'ending', digits: sent };
  const dialled = sent.replace(SEPARATORS, '');
  const isNational = !dialled.startsWith('+') && !dialled.startsWith('00');
  if (isNational && !NATIONAL.test(dialled)) throw refused();
  const reading = readPhone(sent, countryCode);
  if (reading.ok) return { kind: 'whole', number: reading.e164 };
  if (isNational && countryCode === undefined) return { kind: 'whole', number: dialled };
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
