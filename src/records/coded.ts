const YEAR = String.raw`(?:19|20)\d\d`;
const MONTH = '(?:0[1-9]|1[0-2])';
const DAY = String.raw`(?:0[1-9]|[12]\d|3[01])`;
/** As in model names and versions: `20241022`, `2024-10-22`. */
const DATE = new RegExp(String.raw`(?<!\d)${YEAR}([-_.]?)${MONTH}\1${DAY}(?!\d)`, 'g');
const NUMBER = /\p{Nd}(?:[^\p{L}\p{N}]{0,5}\p{Nd}){8}/u;

/** What a code may contain, for error messages. */
export const CODED_ACCEPTED = 'no @ and fewer than 9 digits in a row other than a date';

/**
 * Whether a token or a provider name contains a phone number or an e-mail address. These name groups in figures, which
 * outlive an erasure, and are set by programs, so a personal one is rejected as a mistake instead of being masked. Only
 * for short texts.
 */
export function holdsPersonal(code: string): boolean {
  return code.includes('@') || NUMBER.test(code.normalize('NFKC').replace(DATE, 'x'));
}
