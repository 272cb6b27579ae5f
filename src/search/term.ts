import { InvalidInput } from '../errors.ts';
import { withoutTrunkPrefix } from '../facts/phone.ts';

/** What a search looks for: one whole number in E.164, or every number that ends with these digits. */
export type Term = { kind: 'whole'; e164: string } | { kind: 'ending'; digits: string };

const SEPARATORS = /[\s().-]/g;
const DIALLED = /^[+\d]*$/;
const MIN_DIGITS = 4;
const MAX_DIGITS = 15;
const ACCEPTED = `${MIN_DIGITS} to ${MAX_DIGITS} digits, with + or 00 in front of a whole number; spaces and + - ( ) . are dropped`;

/**
 * Reads a search term. A leading space is a `+` that was not encoded. With `+` or `00` in front it is a whole
 * number, else leading zeros are dropped and it is the end of one. InvalidInput otherwise, without the term.
 */
export function readTerm(text: string): Term {
  const dialled = withoutTrunkPrefix(text.replace(/^ /, '+')).replace(SEPARATORS, '');
  if (!DIALLED.test(dialled)) throw refused('Only digits are searched for');
  const digits = dialled.replaceAll('+', '');
  const isWhole = dialled.startsWith('+') || digits.startsWith('00');
  const wanted = isWhole ? digits.slice(dialled.startsWith('+') ? 0 : 2) : digits.replace(/^0+/, '');
  if (wanted.length < MIN_DIGITS) throw refused('Too few digits (leading zeros do not count)');
  if (wanted.length > MAX_DIGITS) throw refused('Too many digits');
  return isWhole ? { kind: 'whole', e164: `+${wanted}` } : { kind: 'ending', digits: wanted };
}

/** Whether a number in E.164 is what the term looks for. */
export function matchesTerm(term: Term, e164: string): boolean {
  return term.kind === 'whole' ? e164 === term.e164 : e164.endsWith(term.digits);
}

/** The digits that every match ends with. */
export function digitsOf(term: Term): string {
  return term.kind === 'whole' ? term.e164.slice(1) : term.digits;
}

function refused(what: string): InvalidInput {
  const message = `${what}: accepted are ${ACCEPTED}.`;
  return new InvalidInput(`phone cannot be searched for. ${message}`, [{ path: 'phone', message }]);
}
