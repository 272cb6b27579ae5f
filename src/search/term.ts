import { InvalidInput } from '../errors.ts';
import { readPhone } from '../privacy/sealing/phone.ts';

/** What a search looks for: one whole number as it is stored, or every number that ends with these four digits. */
export type Term = { kind: 'whole'; number: string } | { kind: 'ending'; digits: string };

const ENDING = /^\d{4}$/;
const SEPARATORS = /[\s().\-/]/g;
/** Shorter national digits are no subscriber's number, whatever calling code is put in front of them. */
const NATIONAL = /^\d{7,15}$/;
/** What a search accepts, as documentation says it. */
export const ACCEPTED_TERM =
  'exactly four digits for all numbers that end with them, or one whole number: with + or 00 and its calling code, or seven or more national digits, which are completed by the country_code of the tenant';

/**
 * Reads a search term: exactly four digits are an ending; anything else must be a whole number in a spelling that
 * ingest reads, with the calling code `countryCode` of the tenant. A leading space is a `+` that was not encoded.
 * Without a calling code, national digits are taken as they are. InvalidInput otherwise, without the term.
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

/** Whether a stored number is what the term looks for. */
export function matchesTerm(term: Term, number: string): boolean {
  return term.kind === 'whole' ? number === term.number : number.endsWith(term.digits);
}

/** The digits that every match ends with: four, or those of the whole number. */
export function digitsOf(term: Term): string {
  return term.kind === 'whole' ? term.number.replace('+', '') : term.digits;
}

function refused(): InvalidInput {
  const message = `Accepted are ${ACCEPTED_TERM}.`;
  return new InvalidInput(`phone is neither four digits nor a whole number. ${message}`, [
    { path: 'phone', message },
  ]);
}
